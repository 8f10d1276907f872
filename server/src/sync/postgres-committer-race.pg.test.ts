/** Several nodes commit at random at the same time: what must hold whoever wins. */
import { randomUUID } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { MemoryTables } from '@muster/sync/hub/memory/memory-tables.ts'
import type { PlannedCommit } from '@muster/sync/hub/ports.ts'
import {
  sampleCommit,
  sampleGroup,
  sampleOrganization,
  sampleUser,
  sorted,
} from '@muster/sync/hub/sample-organization.contract.ts'
import type { Change } from '@muster/sync/model/change.ts'
import type { OrganizationImage } from '@muster/sync/model/organization-image.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seedImage } from '../testing/seed-image.ts'
import { PostgresCommitLog } from './postgres-commit-log.ts'
import { PostgresCommitter } from './postgres-committer.ts'
import { openPool, type Pool } from './postgres-pool.ts'

const nodeCount = 4
let database: TestDatabase
let pools: Pool[]

beforeAll(async () => {
  database = await createTestDatabase()
  pools = Array.from({ length: nodeCount }, () => openPool(database.url, { max: 2 }))
})

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()))
  await database.drop()
})

/** One intent. Sent to a second node as well when `twice`, as a console does after a cut. */
const Intent = fc.record({
  node: fc.nat(nodeCount - 1),
  twice: fc.boolean(),
  what: fc.constantFrom('toggle', 'toggle', 'toggle', 'rename', 'describe', 'create', 'delete', 'count'),
  group: fc.nat(5),
  users: fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 6 }),
})
type Intent = (typeof Intent extends fc.Arbitrary<infer T> ? T : never) & { mutationId: string }

/** A pure plan on the tables as a node knows them; `count` adds one to a number, so a lost edit shows. */
function plan(tables: MemoryTables, intent: Intent): Change[] {
  const groups = tables.image().groups.filter(({ kind }) => kind === 'custom')
  const group = groups[intent.group % groups.length]
  if (intent.what === 'create' || !group) {
    const after = sampleGroup(`Group ${intent.mutationId}`, { id: intent.mutationId })
    return [{ entity: 'group', op: 'create', id: after.id, after }]
  }
  const { id } = group
  switch (intent.what) {
    case 'delete':
      return groups.length < 4 ? [] : [{ entity: 'group', op: 'delete', id, before: group }]
    case 'rename':
      return [
        {
          entity: 'group',
          op: 'update',
          id,
          before: { name: group.name },
          after: { name: intent.mutationId },
        },
      ]
    case 'describe':
      return [
        {
          entity: 'group',
          op: 'update',
          id,
          before: { description: group.description },
          after: { description: intent.mutationId },
        },
      ]
    case 'count': {
      const { name } = tables.organization
      const after = { name: String(Number(name) + 1) }
      return [{ entity: 'organization', op: 'update', id: tables.organization.id, before: { name }, after }]
    }
    default: {
      const users = tables.image().users
      const chosen = intent.users.flatMap((index) => users[index]?.id ?? [])
      const inside = (userId: string) => tables.members.has(id, userId)
      const leave = chosen.filter(inside)
      const join = chosen.filter((userId) => !inside(userId))
      const changes: Change[] = []
      if (leave.length > 0) changes.push({ entity: 'membership', op: 'remove', groupId: id, userIds: leave })
      if (join.length > 0) changes.push({ entity: 'membership', op: 'add', groupId: id, userIds: join })
      return changes
    }
  }
}

/** A node: its own tables, kept up with the log; plans up to three waiting intents into one transaction. */
async function runNode(pool: Pool, image: OrganizationImage, intents: Intent[], acknowledged: Set<string>) {
  const { id } = image.organization
  const log = new PostgresCommitLog(pool)
  const committer = new PostgresCommitter(pool)
  const tables = MemoryTables.of(structuredClone(image))
  const waiting = [...intents]
  while (waiting.length > 0) {
    for (const commit of await log.read(id, tables.version, 1_000)) {
      expect(commit.version).toBe(tables.version + 1)
      for (const change of commit.changes) tables.apply(change)
      tables.version = commit.version
    }
    const group = waiting.slice(0, 3)
    const known = new Set(
      (
        await committer.find(
          id,
          group.map(({ mutationId }) => mutationId),
        )
      ).map((each) => each.mutationId),
    )
    const draft = tables.fork()
    const batch: PlannedCommit[] = []
    for (const intent of group) {
      if (known.has(intent.mutationId)) continue
      const version = tables.version + batch.length + 1
      const changes = plan(draft, intent)
      for (const change of changes) draft.apply(change)
      batch.push(sampleCommit(id, version, changes, { mutationId: intent.mutationId }))
    }
    const outcome = batch.length === 0 ? 'committed' : await committer.commit(id, tables.version, batch)
    if (outcome === 'stale') continue
    expect(outcome).toBe('committed')
    for (const { mutationId } of waiting.splice(0, group.length)) acknowledged.add(mutationId)
  }
}

it('CM1 CM3 CM6 loses no edit and applies none twice when several nodes commit at the same time', async () => {
  const property = fc.asyncProperty(fc.array(Intent, { minLength: 20, maxLength: 60 }), async (intents) => {
    const { image, id } = sampleOrganization()
    image.organization.name = '0'
    image.users.push(...Array.from({ length: 9 }, (_, index) => sampleUser(`User ${index}`)))
    const [first] = pools
    if (!first) throw new Error('no pool')
    await seedImage(first, image)
    const queues: Intent[][] = pools.map(() => [])
    const all = intents.map((intent) => ({ ...intent, mutationId: randomUUID() }))
    for (const intent of all) {
      queues[intent.node]?.push(intent)
      if (intent.twice) queues[(intent.node + 1) % nodeCount]?.push(intent)
    }
    const acknowledged = new Set<string>()
    await Promise.all(pools.map((pool, index) => runNode(pool, image, queues[index] ?? [], acknowledged)))

    const log = new PostgresCommitLog(first)
    const commits = await log.read(id, 0, 10_000)
    expect(commits.map(({ version }) => version)).toEqual(commits.map((_, index) => index + 1))
    expect(acknowledged).toEqual(new Set(all.map(({ mutationId }) => mutationId)))
    expect(commits.map(({ mutationId }) => mutationId).toSorted()).toEqual([...acknowledged].toSorted())
    const replay = MemoryTables.of(structuredClone(image))
    for (const commit of commits) {
      for (const change of commit.changes) replay.apply(change)
      replay.version = commit.version
    }
    expect(sorted(await log.load(id))).toEqual(sorted(replay.image()))
    expect(replay.organization.name).toBe(String(all.filter(({ what }) => what === 'count').length))
  })
  await fc.assert(property, { numRuns: 12 })
})
