import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Browser, signedIn } from './testing/browser.ts'

const start = fileURLToPath(new URL('../start.mjs', import.meta.url))

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

  it('says that it is not ready before it says farewell to anybody', async () => {
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
