import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { PROTOCOL_VERSION } from '@muster/sync/protocol/version.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createServer, type MusterServer } from '../server.ts'
import { type Browser, signedIn } from '../testing/browser.ts'
import { createOrganization, type TestOrganization } from '../testing/organization.ts'

const token = 'a-token-that-nobody-guesses'

describe('/metrics of a running node', () => {
  let database: TestDatabase
  let organization: TestOrganization
  let node: MusterServer
  let guarded: MusterServer
  let browser: Browser

  beforeAll(async () => {
    database = await createTestDatabase()
    organization = await createOrganization(database.sql, 'Halden Metering')
    node = await createServer({ databaseUrl: database.url })
    guarded = await createServer({ databaseUrl: database.url, metricsToken: token })
    browser = await signedIn(node.url, organization.admin)
  })
  afterAll(async () => {
    await Promise.all([node?.stop(), guarded?.stop()])
    await database?.drop()
  })

  const read = async (url = node.url) => (await fetch(`${url}/metrics`)).text()

  /** The value of one line, e.g. `muster_connections{socket="sync"}`. */
  async function value(line: string, url?: string): Promise<number | undefined> {
    const found = (await read(url)).split('\n').find((each) => each.startsWith(`${line} `))
    return found === undefined ? undefined : Number(found.slice(line.length + 1))
  }

  async function console(url = node.url) {
    const attempt = await browser.open(`/sync?organization=${organization.id}`)
    attempt.socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, clientId: randomUUID() }))
    await vi.waitFor(() => expect(attempt.frames.join()).toContain('welcome'))
    return { ...attempt, url, ask: (frame: object) => attempt.socket.send(JSON.stringify(frame)) }
  }

  const list = {
    type: 'subscribe',
    subscriptionId: 1,
    view: 'group.list',
    args: { search: '', kind: 'custom', sort: { by: 'name', dir: 'asc' }, page: 0, pageSize: 50 },
  }

  it('OP1 counts commits by mutation and outcome, groups, fan-out, answers and refusals', async () => {
    const { socket, frames, ask } = await console()
    ask(list)
    ask({ ...list, subscriptionId: 2, view: 'no.such.view' })
    const args = { groupId: randomUUID(), name: 'Night Shift', description: '' }
    ask({ type: 'mutate', mutationId: randomUUID(), name: 'group.create', args })
    ask({ type: 'mutate', mutationId: randomUUID(), name: 'group.create', args })
    await vi.waitFor(() => expect(frames.join()).toContain('rejected'))
    const text = await read()
    const lines = [
      'muster_commit_seconds_count{mutation="group.create",outcome="committed"} 1',
      'muster_commit_seconds_count{mutation="group.create",outcome="conflict"} 1',
      'muster_subscription_answers_total{answer="snapshot",resumes="no"} 1',
      'muster_refusals_total{socket="sync",kind="not-found"} 1',
    ]
    for (const line of lines) expect(text).toContain(line)
    expect(await value('muster_fan_out_seconds_count')).toBeGreaterThan(0)
    expect(await value('muster_commit_group_size_count')).toBeGreaterThan(0)
    socket.close()
    await vi.waitFor(async () =>
      expect(await value('muster_sockets_closed_total{socket="sync",code="1005"}')).toBe(1),
    )
  })

  it('OP2 says what the node holds now', async () => {
    const before = await value('muster_connections{socket="sync"}')
    const { socket, ask, frames } = await console()
    ask(list)
    await vi.waitFor(() => expect(frames.join()).toContain('snapshot'))
    expect(await value('muster_connections{socket="sync"}')).toBe((before ?? 0) + 1)
    expect(await value('muster_subscriptions')).toBe(1)
    expect(await value('muster_live_views')).toBe(1)
    expect(await value('muster_organizations')).toBe(1)
    expect(await value('muster_replica_memberships')).toBe(1)
    expect(await value('muster_ready')).toBe(1)
    expect(await value('muster_log_lag_versions')).toBe(0)
    for (const name of ['unsent_bytes', 'unsent_bytes_max', 'staged_documents', 'waiting_mutations'])
      expect(await value(`muster_${name}`)).toBeDefined()
    for (const pool of ['routes', 'engine'])
      expect(await value(`muster_postgres_connections{pool="${pool}",state="busy"}`)).toBeDefined()
    for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'])
      expect(await value(name)).toBeGreaterThan(0)
    socket.close()
  })

  it('OP1 says how a node followed another: by wake-ups, and how late', async () => {
    const far = await createServer({ databaseUrl: database.url, hub: { pollMs: 60_000 } })
    const there = await signedIn(far.url, organization.secondAdmin)
    await there.fetch('/api/exports/users')
    const attempt = await there.open(`/sync?organization=${organization.id}`)
    attempt.socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, clientId: randomUUID() }))
    await vi.waitFor(() => expect(attempt.frames.join()).toContain('welcome'))
    const { ask } = await console()
    ask({
      type: 'mutate',
      mutationId: randomUUID(),
      name: 'group.create',
      args: { groupId: randomUUID(), name: 'Early Shift', description: '' },
    })
    await vi.waitFor(async () =>
      expect(await value('muster_commits_followed_total{reason="hint"}', far.url)).toBeGreaterThan(0),
    )
    expect(await value('muster_follow_lag_seconds_count', far.url)).toBeGreaterThan(0)
    expect(await value('muster_wake_up_seconds_count', far.url)).toBeGreaterThan(0)
    await far.stop()
  })

  it('OP3 asks for the token where one is set', async () => {
    const answer = await fetch(`${guarded.url}/metrics`)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="metrics"')
    const headers = { authorization: `Bearer ${token}` }
    const told = await fetch(`${guarded.url}/metrics`, { headers })
    expect(told.status).toBe(200)
    expect(told.headers.get('content-type')).toMatch(/^text\/plain/)
  })

  it('OP4 names no person, organization, address or secret, and gives every metric a help text', async () => {
    await browser.fetch(`/api/no-such-page-${organization.id}`)
    const text = await read()
    const { admin, secondAdmin, viewer } = organization
    const hidden = [organization.id, 'Halden', 'Night Shift', browser.cookie, database.url]
    for (const person of [admin, secondAdmin, viewer])
      hidden.push(person.userId, person.accountId, person.email)
    for (const secret of hidden) expect(text).not.toContain(secret)
    const typed = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
    const helped = [...text.matchAll(/^# HELP (\S+) \S/gm)].map(([, name]) => name)
    expect(typed.length).toBeGreaterThan(40)
    expect(helped).toEqual(typed)
    expect(new Set(typed).size).toBe(typed.length)
  })

  it('OP7 answers /readyz in time when the database hangs, and /healthz all the while', async () => {
    const { databaseState } = node.services
    const held = await database.sql.reserve()
    await held`begin`
    await held`lock table drizzle.__drizzle_migrations in access exclusive mode`
    const answers = await Promise.race([
      Promise.all([fetch(`${node.url}/readyz`), fetch(`${node.url}/readyz`)]),
      sleep(10_000, []),
    ])
    expect(answers.map(({ status }) => status)).toEqual([503, 503])
    expect((await fetch(`${node.url}/healthz`)).status).toBe(200)
    await held`rollback`
    held.release()
    await vi.waitFor(async () => expect((await fetch(`${node.url}/readyz`)).status).toBe(200))
    expect(await databaseState.look()).toBe('usable')
  })

  it('OP7 is not ready on a database that lacks a migration', async () => {
    const [last] = await database.sql`select max(created_at) as at from drizzle.__drizzle_migrations`
    await database.sql`update drizzle.__drizzle_migrations set created_at = 1 where created_at = ${last?.at}`
    expect((await fetch(`${node.url}/readyz`)).status).toBe(503)
    await database.sql`update drizzle.__drizzle_migrations set created_at = ${last?.at} where created_at = 1`
    expect((await fetch(`${node.url}/readyz`)).status).toBe(200)
  })
})
