import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { PROTOCOL_VERSION } from '@muster/sync/protocol/version.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Browser, signedIn } from './testing/browser.ts'

const start = fileURLToPath(new URL('../start.mjs', import.meta.url))

const patient = { timeout: 20_000, interval: 20 }

/** The lines of the log among what the process printed. */
function logged(output: string): { [fact: string]: unknown }[] {
  return output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  return typeof address === 'object' && address ? address.port : 0
}

describe('the process', () => {
  let database: TestDatabase
  const children: ChildProcess[] = []

  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })
  afterAll(() => database?.drop())

  function run(env: Record<string, string>, ...args: string[]) {
    const child = spawn(process.execPath, [start, ...args], {
      env: { PATH: '', DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'warn', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(child)
    const heard = { out: '', err: '' }
    child.stdout.on('data', (text) => {
      heard.out += text
    })
    child.stderr.on('data', (text) => {
      heard.err += text
    })
    return { child, heard, ended: once(child, 'exit').then(([code]) => code) }
  }

  async function started(env: Record<string, string> = {}) {
    const running = run(env)
    const url = await vi.waitFor(
      () => {
        const found = /Muster is at (http:\S+)/.exec(running.heard.out)?.[1]
        if (!found) throw new Error(running.heard.out + running.heard.err)
        return found
      },
      { timeout: 20_000, interval: 20 },
    )
    return { ...running, url }
  }

  /** A console of the first demo account, before its hello. */
  async function signedInConsole(url: string, greeting: string) {
    const [, email = '', password = ''] = /demo sign-in {2}(\S+) +(\S+)/.exec(greeting) ?? []
    const browser: Browser = await signedIn(url, { email, password })
    const me = (await (await browser.fetch('/api/me')).json()) as { organization: { id: string } }
    const attempt = await browser.open(`/sync?organization=${me.organization.id}`)
    return { attempt, email, organizationId: me.organization.id }
  }

  it('leaves an empty database empty without the demo, and asks for the set-up', async () => {
    const { url, heard } = await started({ MUSTER_DEMO: '0' })
    expect(await (await fetch(`${url}/api/set-up`)).json()).toEqual({ needed: true })
    expect(heard.out).not.toContain('demo sign-in')
  })

  it('seeds the demo and prints how to sign in, also at the next start and without the demo switch', async () => {
    for (const demo of ['1', '1', '0']) {
      const { child, heard, url, ended } = await started({ MUSTER_DEMO: demo })
      const lines = heard.out.split('\n').filter((line) => line.startsWith('demo sign-in'))
      expect(lines).toHaveLength(5)
      for (const line of lines) {
        const [email = '', password = '', role = ''] = line.replace('demo sign-in', '').trim().split(/ {2,}/)
        expect(['admin', 'manager']).toContain(role)
        await signedIn(url, { email, password })
      }
      child.kill('SIGTERM')
      expect(await ended).toBe(0)
    }
  })

  it('says farewell to consoles when it stops', async () => {
    const { child, url, heard, ended } = await started()
    const [, email = '', password = ''] = /demo sign-in {2}(\S+) +(\S+)/.exec(heard.out) ?? []
    const browser: Browser = await signedIn(url, { email, password })
    const me = (await (await browser.fetch('/api/me')).json()) as { organization: { id: string } }
    const attempt = await browser.open(`/sync?organization=${me.organization.id}`)
    child.kill('SIGTERM')
    child.kill('SIGINT')
    expect(await attempt.closed).toBe(1013)
    expect(await ended).toBe(0)
  })

  it('OP8 says that it is not ready before it says farewell to anybody', async () => {
    const { child, url, heard, ended } = await started({ MUSTER_STOP_NOTICE_MS: '1000' })
    const [, email = '', password = ''] = /demo sign-in {2}(\S+) +(\S+)/.exec(heard.out) ?? []
    const browser: Browser = await signedIn(url, { email, password })
    const me = (await (await browser.fetch('/api/me')).json()) as { organization: { id: string } }
    const attempt = await browser.open(`/sync?organization=${me.organization.id}`)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    child.kill('SIGTERM')
    await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(503), { interval: 5 })
    expect(attempt.socket.readyState).toBe(attempt.socket.OPEN)
    const late = await browser.open(`/sync?organization=${me.organization.id}`)
    expect([await attempt.closed, await late.closed, await ended]).toEqual([1013, 1013, 0])
  })

  it('OP8 ends at once when it is told again after a while', async () => {
    const { child, url, ended } = await started({ MUSTER_STOP_NOTICE_MS: '600000' })
    child.kill('SIGTERM')
    await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(503), patient)
    await sleep(2_500)
    child.kill('SIGTERM')
    expect(await ended).toBe(1)
  })

  const failures = ['throw new Error("boom")', 'Promise.reject(new Error("boom"))']
  it.each(failures)(
    'OP9 logs what nobody expected with its stack, says farewell to consoles and ends with 1: %s',
    async (failure) => {
      const fails = `process.on("SIGUSR2", () => { ${failure} })`
      const preload = `--import=data:text/javascript,${encodeURIComponent(fails)}`
      const { child, url, heard, ended } = await started({ NODE_OPTIONS: preload })
      const { attempt } = await signedInConsole(url, heard.out)
      child.kill('SIGUSR2')
      expect([await attempt.closed, await ended]).toEqual([1013, 1])
      const line = logged(heard.out).find(({ msg }) => msg === 'unexpected failure; stopping')
      expect(line).toMatchObject({
        level: 60,
        err: { message: 'boom', stack: expect.stringContaining('data:text') },
      })
    },
  )

  it('OP7 lives but is not ready while it waits for its turn to migrate', async () => {
    const holder = await database.sql.reserve()
    await holder`select pg_advisory_lock(${0x4d757374})`
    const port = await freePort()
    const { ended, child } = run({ PORT: String(port) })
    const url = `http://127.0.0.1:${port}`
    const status = (path: string) => fetch(url + path).then((answer) => answer.status)
    await vi.waitFor(async () => expect(await status('/healthz')).toBe(200), patient)
    expect([await status('/readyz'), await status('/api/me')]).toEqual([503, 503])
    await holder`select pg_advisory_unlock(${0x4d757374})`
    holder.release()
    await vi.waitFor(async () => expect(await status('/readyz')).toBe(200), patient)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  it('OP5 follows an edit through the log in one line; OP6 names nobody in it', async () => {
    const { child, url, heard, ended } = await started({ LOG_LEVEL: 'debug' })
    const { attempt, organizationId, email } = await signedInConsole(url, heard.out)
    const { socket, frames } = attempt
    const mutationId = randomUUID()
    const args = { groupId: randomUUID(), name: 'Night Shift', description: '' }
    socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, clientId: randomUUID() }))
    socket.send(JSON.stringify({ type: 'mutate', mutationId, name: 'group.create', args }))
    await vi.waitFor(() => expect(frames.join()).toContain('"committed"'), patient)
    const [, connectionId] = /"connectionId":"([^"]+)"/.exec(frames.join()) ?? []
    const [, version] = /"committed".*"version":(\d+)/.exec(frames.join()) ?? []
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    const lines = logged(heard.out)
    const about = lines.filter((line) => line.mutationId === mutationId)
    const facts = {
      mutationId,
      connectionId,
      organizationId,
      mutation: 'group.create',
      version: Number(version),
    }
    expect(about).toMatchObject([{ ...facts, msg: 'saved', ms: expect.any(Number) }])
    const request = lines.find(({ msg }) => msg === 'POST /api/sign-in')
    expect(request).toMatchObject({ requestId: expect.any(String), status: 200 })
    const noted = lines.find(({ mutation }) => mutation === 'user.signedIn')
    expect(noted).toMatchObject({ requestId: request?.requestId, msg: 'saved' })
    for (const line of lines)
      for (const secret of [email, 'Night Shift', 'muster_session'])
        expect(JSON.stringify(line)).not.toContain(secret)
  })

  it('says in one line that the port is in use', async () => {
    const { url } = await started()
    const { heard, ended } = run({ PORT: new URL(url).port })
    expect(await ended).toBe(1)
    expect(heard.err.trim()).toMatch(/^Port \d+ on 127\.0\.0\.1 is in use, perhaps by another Muster\. .*$/)
  })

  it('lists what is wrong in the environment, before it builds anything', async () => {
    const { heard, ended } = run({ PORT: 'x', TRUST_PROXY: 'maybe' }, '--build')
    expect(await ended).toBe(1)
    expect(heard.out).toBe('')
    expect(heard.err).toContain('PORT must be a number')
    expect(heard.err).toContain('TRUST_PROXY must be 1 or 0')
  })

  it('says in one line that the database cannot be reached, without its password', async () => {
    const { heard, ended } = run({ DATABASE_URL: 'postgres://muster:secret@127.0.0.1:1/muster' })
    expect(await ended).toBe(1)
    expect(heard.err.trim().split('\n')).toHaveLength(1)
    expect(heard.err).toMatch(/^The database of DATABASE_URL cannot be used: connect ECONNREFUSED/)
    expect(heard.err).not.toContain('secret')
  })
})
