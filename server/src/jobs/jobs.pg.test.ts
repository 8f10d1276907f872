import { randomUUID } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { entriesOf, stage } from '@muster/sync/staging/document.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { silentLogger } from '../logger.ts'
import { Metrics } from '../metrics/metrics.ts'
import { createServer, type MusterServer } from '../server.ts'
import { openPool, type Pool } from '../sync/postgres-pool.ts'
import { PostgresStagingStore } from '../sync/postgres-staging-store.ts'
import { signedIn } from '../testing/browser.ts'
import { createOrganization, type TestOrganization } from '../testing/organization.ts'
import { allJobs } from './all-jobs.ts'
import { closedBatches } from './closed-batches.ts'
import { compactDocuments } from './compact-documents.ts'
import { expiredSessions } from './expired-sessions.ts'
import { Jobs } from './jobs.ts'
import { oldResults } from './old-results.ts'
import { orphanedBatches } from './orphaned-batches.ts'
import { storedDocument } from './stored-document.ts'

describe('periodic jobs', () => {
  let database: TestDatabase
  let organization: TestOrganization
  let pool: Pool
  let staging: PostgresStagingStore
  let node: MusterServer

  beforeAll(async () => {
    database = await createTestDatabase()
    organization = await createOrganization(database.sql)
    pool = openPool(database.url)
    staging = new PostgresStagingStore(pool)
    node = await createServer({ databaseUrl: database.url })
  })
  afterAll(async () => {
    await node?.stop()
    await pool?.end()
    await database?.drop()
  })

  const batchRow = () => ({
    kind: 'membership' as const,
    line: 1,
    groupId: organization.groupId,
    userId: randomUUID(),
    to: 'in' as const,
  })
  const storedBatches = async () => (await database.sql`select id from staged_batches`).map(({ id }) => id)

  it('deletes sessions that have run out, and no others', async () => {
    const browser = await signedIn(node.url, organization.admin)
    await database.sql`insert into sessions (id, account_id, expires_at)
      values (${'a'.repeat(64)}, ${organization.admin.accountId}, now() - interval '1 second')`
    expect(await expiredSessions(pool).run()).toBe(1)
    expect((await browser.fetch('/api/me')).status).toBe(200)
    expect(await expiredSessions(pool).run()).toBe(0)
  })

  it('ST19 deletes batches of closed change sets, and those that no entry has named for a day', async () => {
    const closed = randomUUID()
    await database.sql`insert into change_sets (organization_id, id, kind, name)
      values (${organization.id}, ${closed}, 'named', 'Spring')`
    const [ofClosed, named, orphan, fresh] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const
    await staging.putBatch(organization.id, ofClosed, closed, [batchRow()])
    await database.sql`update change_sets set status = 'discarded', closed_at = now() where id = ${closed}`
    for (const id of [named, orphan, fresh])
      await staging.putBatch(organization.id, id, organization.draftId, [batchRow()])
    await database.sql`update staged_batches set created_at = now() - interval '25 hours' where id <> ${fresh}`
    const doc = new Y.Doc()
    const batch = { kind: 'batch', batchId: named, of: 'memberships', name: 'f', count: 1 } as const
    stage(doc, batch, { by: organization.admin.userId, at: new Date().toISOString(), base: 1 })
    await staging.append(
      organization.id,
      organization.draftId,
      Y.encodeStateAsUpdate(doc),
      organization.admin.userId,
    )
    expect(await closedBatches(pool).run()).toBe(1)
    expect(await orphanedBatches(pool, staging).run()).toBe(1)
    expect(new Set(await storedBatches())).toEqual(new Set([named, fresh]))
  })

  it('ST13 makes one update of many that nobody works on, and it means the same', async () => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (let i = 0; i < 30; i++)
      stage(
        doc,
        { kind: 'membership', groupId: organization.groupId, userId: randomUUID(), to: 'in' },
        { by: organization.admin.userId, at: new Date().toISOString(), base: 1 },
      )
    for (const update of updates)
      await staging.append(organization.id, organization.draftId, update, organization.admin.userId)
    const before = await storedDocument(staging, organization.id, organization.draftId)
    expect(await compactDocuments(pool, staging, 20).run()).toBe(1)
    const after = await storedDocument(staging, organization.id, organization.draftId)
    expect([before.updates > 20, after.updates, after.seq]).toEqual([true, 1, before.seq])
    expect(entriesOf(after.doc).toJSON()).toEqual(entriesOf(before.doc).toJSON())
    expect(await compactDocuments(pool, staging, 20).run()).toBe(0)
  })

  it('OP11 forgets old answers, and still applies a mutation only once that is sent again', async () => {
    const { hub } = node.services
    const request = {
      organizationId: organization.id,
      actorId: organization.admin.userId,
      name: 'group.create',
      args: { groupId: randomUUID(), name: 'Night Shift', description: '' },
      mutationId: randomUUID(),
    }
    const first = await hub.mutate(request)
    const recent = await hub.mutate({
      ...request,
      mutationId: randomUUID(),
      args: { ...request.args, groupId: randomUUID(), name: 'Early Shift' },
    })
    expect([first, recent]).toMatchObject([{ version: expect.any(Number) }, { version: expect.any(Number) }])
    await database.sql`update commits set at = now() - interval '91 days' where mutation_id = ${request.mutationId}`
    expect(await oldResults(pool).run()).toBe(1)
    const [{ count } = { count: -1 }] = await database.sql`
      select count(*)::int as count from mutation_results where mutation_id = ${request.mutationId}`
    expect(count).toBe(0)
    expect(await hub.mutate(request)).toEqual({ ...first, result: null })
    const other = { ...request, actorId: organization.secondAdmin.userId }
    expect(await hub.mutate(other)).toMatchObject({ kind: 'conflict' })
  })

  it('OP10 runs all of them soon after the start, counts them, and stops', async () => {
    const { openQueue } = await import('./queue.ts')
    const metrics = new Metrics()
    const jobs = new Jobs({
      jobs: allJobs(pool, staging),
      open: () => openQueue({ databaseUrl: database.url, onError: () => {} }),
      metrics: metrics.jobs,
      log: silentLogger(),
    })
    await vi.waitFor(
      async () => {
        const { text } = await metrics.read()
        for (const { name } of allJobs(pool, staging))
          expect(text).toContain(`muster_job_seconds_count{job="${name}",outcome="done"} 1`)
        expect(text).toContain('muster_jobs{state="delayed"} 5')
      },
      { timeout: 20_000, interval: 100 },
    )
    await jobs.stop()
    expect((await metrics.read()).text).not.toContain('muster_jobs{')
  })
})
