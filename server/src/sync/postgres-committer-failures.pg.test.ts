/** What the committer does when Postgres or the way to it fails in the middle of a commit. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import {
  sampleCommit,
  sampleOrganization,
  sampleUser,
} from '@muster/sync/hub/sample-organization.contract.ts'
import type { Change } from '@muster/sync/model/change.ts'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { seedImage } from '../testing/seed-image.ts'
import { PostgresCommitLog } from './postgres-commit-log.ts'
import { PostgresCommitter } from './postgres-committer.ts'
import { openPool, type Pool } from './postgres-pool.ts'

let database: TestDatabase
let direct: Pool
let proxy: Server
let proxied: Pool
/** Where the way to Postgres breaks, once: a look at the bytes that pass. */
let cut: ((bytes: Buffer, from: 'node' | 'postgres') => boolean) | undefined
let sample: ReturnType<typeof sampleOrganization>

beforeAll(async () => {
  database = await createTestDatabase()
  direct = openPool(database.url)
  const { hostname, port } = new URL(database.url)
  proxy = createServer((node) => {
    const postgres = connect(Number(port), hostname)
    const pass = (from: 'node' | 'postgres') => (bytes: Buffer) => {
      if (cut?.(bytes, from)) {
        cut = undefined
        node.destroy()
        postgres.destroy()
      } else (from === 'node' ? postgres : node).write(bytes)
    }
    node.on('data', pass('node'))
    postgres.on('data', pass('postgres'))
    for (const [one, other] of [
      [node, postgres],
      [postgres, node],
    ] as const) {
      one.on('error', () => {})
      one.on('close', () => other.destroy())
    }
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const url = new URL(database.url)
  url.hostname = '127.0.0.1'
  url.port = String((proxy.address() as AddressInfo).port)
  proxied = openPool(url.href)
})

afterAll(async () => {
  await Promise.all([direct.end(), proxied.end()])
  proxy.close()
  await database.drop()
})

beforeEach(async () => {
  cut = undefined
  sample = sampleOrganization()
  await seedImage(direct, sample.image)
})

const rename = (): Change => ({
  entity: 'group',
  op: 'update',
  id: sample.day.id,
  before: { name: 'Day shift' },
  after: { name: 'Days' },
})
const isCommit = (bytes: Buffer) => bytes.includes(Buffer.from('COMMIT\0'))

it('CM12 finds out that a commit was saved whose answer was lost', async () => {
  cut = (bytes, from) => from === 'postgres' && isCommit(bytes)
  const planned = sampleCommit(sample.id, 1, [rename()])
  expect(await new PostgresCommitter(proxied).commit(sample.id, 0, [planned])).toBe('committed')
  expect((await new PostgresCommitLog(direct).load(sample.id))?.version).toBe(1)
})

it('CM12 does not take another node’s commit of the same mutation for its own when the answer is lost', async () => {
  const planned = sampleCommit(sample.id, 1, [rename()])
  const theirs = structuredClone(planned)
  theirs.commit.at = new Date(Date.parse(planned.commit.at) + 2).toISOString()
  expect(await new PostgresCommitter(direct).commit(sample.id, 0, [theirs])).toBe('committed')
  cut = (bytes, from) => from === 'node' && bytes.includes(Buffer.from('advanced as'))
  expect(await new PostgresCommitter(proxied).commit(sample.id, 0, [planned])).toBe('stale')
})

it('CM12 writes nothing when the connection breaks before the commit arrives', async () => {
  cut = (bytes, from) => from === 'node' && bytes.includes(Buffer.from('advanced as'))
  const committer = new PostgresCommitter(proxied)
  const planned = sampleCommit(sample.id, 1, [rename()])
  expect(await committer.commit(sample.id, 0, [planned])).toMatchObject({ kind: 'unavailable' })
  expect((await new PostgresCommitLog(direct).load(sample.id))?.version).toBe(0)
  expect(await committer.commit(sample.id, 0, [planned])).toBe('committed')
})

it('survives that Postgres ends its session in the middle of a large commit', async () => {
  const users = Array.from({ length: 30_000 }, (_, index) => sampleUser(`User ${index}`))
  const changes: Change[] = users.map((after) => ({ entity: 'user', op: 'create', id: after.id, after }))
  const planned = sampleCommit(sample.id, 1, changes)
  let ended: Promise<unknown> | undefined
  const onProgress = () => {
    ended ??= database.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'muster engine' and datname = current_database()`.execute()
  }
  const committer = new PostgresCommitter(direct)
  expect(await committer.commit(sample.id, 0, [planned], { onProgress })).toMatchObject({
    kind: 'unavailable',
  })
  await ended
  expect((await new PostgresCommitLog(direct).load(sample.id))?.users).toHaveLength(3)
  expect(await committer.commit(sample.id, 0, [planned])).toBe('committed')
})

it('answers that the database cannot be reached when nothing listens there', async () => {
  const nowhere = openPool('postgres://nobody@127.0.0.1:1/none')
  const committer = new PostgresCommitter(nowhere, { patience: [0] })
  const outcome = await committer.commit(sample.id, 0, [sampleCommit(sample.id, 1, [rename()])])
  expect(outcome).toMatchObject({ kind: 'unavailable' })
  await nowhere.end()
})

it('refuses text that Postgres cannot store, and goes on', async () => {
  const committer = new PostgresCommitter(direct)
  const nul: Change = { ...rename(), after: { name: 'Da\u0000ys' } } as Change
  expect(await committer.commit(sample.id, 0, [sampleCommit(sample.id, 1, [nul])])).toMatchObject({
    kind: 'invalid',
  })
  expect(await committer.commit(sample.id, 0, [sampleCommit(sample.id, 1, [rename()])])).toBe('committed')
})
