/**
 * Long saves on two nodes at once, whose rows are written before they have a version, against everything that gets in
 * their way: each other, edits of the same people in the same groups, groups and people that go, cancels, pauses
 * of the organization's row, and connections that are cut while rows are copied or a version is taken.
 */
import { randomUUID } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { Hub } from '@muster/sync/hub/hub.ts'
import {
  sampleChangeSet,
  sampleCommit,
  sampleGroup,
  sampleOrganization,
  sampleUser,
  sorted,
} from '@muster/sync/hub/sample-organization.contract.ts'
import type { Commit } from '@muster/sync/model/commit.ts'
import { Replica } from '@muster/sync/model/replica.ts'
import type { Saved } from '@muster/sync/protocol/committed.ts'
import { isProblem, type Problem } from '@muster/sync/protocol/problem.ts'
import { PROTOCOL_VERSION } from '@muster/sync/protocol/version.ts'
import { stateVectorOf } from '@muster/sync/staging/coverage.ts'
import { readContent } from '@muster/sync/staging/document.ts'
import type { BatchRow } from '@muster/sync/staging/staged-change.ts'
import { systemWorld } from '@muster/sync/system-world.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { seedImage } from '../testing/seed-image.ts'
import { PostgresCommitLog } from './postgres-commit-log.ts'
import { PostgresCommitter } from './postgres-committer.ts'
import { openPool, type Pool } from './postgres-pool.ts'
import { PostgresStagingStore } from './postgres-staging-store.ts'
import { PostgresWakeup } from './postgres-wakeup.ts'

const nodeCount = 2
const groupCount = 4
const peopleCount = 1_500
/** Far more than anything takes here; whoever waits longer waits forever. */
const FOREVER_MS = 45_000
let database: TestDatabase
/** Connections of the nodes, which are cut, and the test's own, which are not. */
let pools: Pool[]
let own: Pool

beforeAll(async () => {
  database = await createTestDatabase()
  pools = Array.from({ length: nodeCount }, () => openPool(database.url, { max: 4 }))
  own = openPool(database.url, { max: 6, applicationName: 'test' })
})
afterAll(async () => {
  await Promise.all([...pools, own].map((pool) => pool.end()))
  await database.drop()
})

const Node = fc.nat(nodeCount - 1)
const After = fc.integer({ min: 0, max: 250 })
/** Rows of a file: a stretch of the people, each into or out of one or two groups. */
const File = fc.record({
  group: fc.nat(groupCount - 1),
  second: fc.option(fc.nat(groupCount - 1)),
  from: fc.nat(peopleCount / 2),
  count: fc.integer({ min: 50, max: peopleCount / 2 }),
  to: fc.constantFrom('in' as const, 'in' as const, 'out' as const),
  isBackwards: fc.boolean(),
})
const LongSave = fc.record({
  of: fc.constant('save' as const),
  file: File,
  node: Node,
  after: After,
  admin: fc.nat(2),
  twice: fc.boolean(),
  cancelAfter: fc.option(After, { freq: 5 }),
})
const Edit = fc.record({
  of: fc.constant('edit' as const),
  what: fc.constantFrom('join', 'join', 'leave', 'leave', 'rename', 'delete'),
  group: fc.nat(groupCount),
  people: fc.uniqueArray(fc.nat(peopleCount - 1), { minLength: 1, maxLength: 3 }),
  node: Node,
  after: After,
  admin: fc.nat(2),
  twice: fc.boolean(),
})
const Fault = fc.record({
  of: fc.constant('fault' as const),
  what: fc.constantFrom('copy', 'copy', 'idle', 'commit', 'any', 'pause', 'user'),
  person: fc.nat(peopleCount - 1),
  after: After,
})
type Act = LongSave | Edit | Fault
type LongSave = typeof LongSave extends fc.Arbitrary<infer T> ? T : never
type Edit = typeof Edit extends fc.Arbitrary<infer T> ? T : never
type Fault = typeof Fault extends fc.Arbitrary<infer T> ? T : never
const Acts = fc
  .tuple(
    fc.array(LongSave, { minLength: 3, maxLength: 8 }),
    fc.array(Edit, { minLength: 5, maxLength: 30 }),
    fc.array(Fault, { maxLength: 8 }),
  )
  .map((acts): Act[] => acts.flat())

interface Asked {
  mutationId: string
  actorId: string
  name: string
  args: unknown
  rows?: readonly BatchRow[]
  changeSetId?: string
  batchId?: string
  answers: (Saved | Problem)[]
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Which of the nodes' connections are cut. */
const victims = {
  copy: `query ilike 'copy%' and state = 'active'`,
  idle: `state = 'idle in transaction'`,
  commit: `state = 'active' and (query ilike 'commit%' or query ilike '%for no key update%' or query ilike '%advanced%')`,
  any: 'true',
}

/** Cuts the first connection that is there to cut, within a while. */
async function cut(what: keyof typeof victims): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    const { rowCount } = await own.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'muster engine' and ${victims[what]} limit 1`,
    )
    if ((rowCount ?? 0) > 0) return
    await wait(4)
  }
}

/** Somebody else holds the organization for a moment, so that turns pile up. */
async function pause(organizationId: string): Promise<void> {
  const client = await own.connect()
  try {
    await client.query('begin')
    await client.query('select 1 from organizations where id = $1 for no key update', [organizationId])
    await wait(40)
    await client.query('rollback')
  } finally {
    client.release()
  }
}

/** A third node deletes a person with their memberships, by the tables as they are. */
async function deleteUser(organizationId: string, userId: string): Promise<string | undefined> {
  const [log, committer] = [new PostgresCommitLog(own), new PostgresCommitter(own)]
  for (let tries = 0; tries < 200; tries++) {
    const image = await log.load(organizationId)
    const before = image?.users.find(({ id }) => id === userId)
    if (!image || !before) return undefined
    const groups = image.members.filter(({ userIds }) => userIds.includes(userId))
    const planned = sampleCommit(organizationId, image.version + 1, [
      ...groups.map(({ groupId }) => ({
        entity: 'membership' as const,
        op: 'remove' as const,
        groupId,
        userIds: [userId],
      })),
      { entity: 'user', op: 'delete', id: userId, before },
    ])
    const outcome = await committer.commit(organizationId, image.version, [planned])
    if (outcome === 'committed') return planned.commit.mutationId
    expect(['stale', 'busy']).toContain(outcome)
    await wait(5 * Math.random())
  }
  throw new Error('a user could not be deleted')
}

async function documentOf(organizationId: string, changeSetId: string): Promise<Y.Doc> {
  const doc = new Y.Doc()
  for (const { update } of await new PostgresStagingStore(own).read(organizationId, changeSetId, 0))
    Y.applyUpdate(doc, update)
  return doc
}

function worldOf(saves: number) {
  const { image, id } = sampleOrganization()
  const admins = [0, 1, 2].map((at) => sampleUser(`Admin ${at}`, { roles: ['admin'] }))
  const people = Array.from({ length: peopleCount }, (_, at) => sampleUser(`Person ${at}`))
  const groups = Array.from({ length: groupCount + 1 }, (_, at) => sampleGroup(`Group ${at}`))
  const changeSets = Array.from({ length: saves }, (_, at) => sampleChangeSet(`Import ${at}`))
  image.users.push(...admins, ...people)
  image.groups.push(...groups)
  image.changeSets.push(...changeSets)
  for (const [at, { id: groupId }] of groups.entries())
    image.members.push({
      groupId,
      userIds: people.filter((_, n) => n % (at + 3) === 0).map((user) => user.id),
    })
  return { image, id, admins, people, groups, changeSets }
}

function rowsOfFile(file: LongSave['file'], { people, groups }: ReturnType<typeof worldOf>): BatchRow[] {
  const chosen = people.slice(file.from, file.from + file.count)
  if (file.isBackwards) chosen.reverse()
  const into = new Set([file.group, file.second ?? file.group])
  return [...into].flatMap((group) =>
    chosen.map(({ id }, line) => ({
      kind: 'membership' as const,
      line: line + 2,
      groupId: groups[group]?.id ?? '',
      userId: id,
      to: file.to,
    })),
  )
}

async function play(acts: Act[]): Promise<void> {
  const saves = acts.filter((act) => act.of === 'save')
  const world = worldOf(saves.length)
  const { id, admins, groups, people, changeSets } = world
  await seedImage(own, world.image)
  const errors: unknown[] = []
  const keep = (fields: object, message: string) => void errors.push({ message, ...fields })
  const logger = { debug() {}, info() {}, warn() {}, error: keep }
  const wakeups = pools.map((pool) => new PostgresWakeup(pool, database.url))
  const hubs = pools.map((pool, at) => {
    const wakeup = wakeups[at]
    if (!wakeup) throw new Error('no wake-up')
    const ports = {
      log: new PostgresCommitLog(pool),
      committer: new PostgresCommitter(pool, { onError: (error) => void errors.push(error) }),
      staging: new PostgresStagingStore(pool),
    }
    return new Hub(
      { ...ports, wakeup, world: systemWorld, logger },
      { pollMs: 300, longRows: 40, bigRows: 20 },
    )
  })
  const hubAt = (node: number) => {
    const hub = hubs[node % nodeCount]
    if (!hub) throw new Error('no such node')
    return hub
  }
  const asked: Asked[] = []
  const deleted: string[] = []
  const removed = new Set<string>()

  const ask = async (act: LongSave | Edit, request: Asked) => {
    asked.push(request)
    const once = async (node: number) => {
      const answer = hubAt(node).mutate({ organizationId: id, ...request })
      const late = wait(FOREVER_MS).then(() => {
        throw new Error(`${request.name} ${request.mutationId} waits forever: ${JSON.stringify(act)}`)
      })
      request.answers.push(await Promise.race([answer, late]))
    }
    await Promise.all((act.twice ? [act.node, act.node + 1] : [act.node]).map(once))
  }

  const prepare = async (act: LongSave, at: number): Promise<Asked> => {
    const [changeSetId, batchId] = [changeSets[at]?.id ?? '', randomUUID()]
    const actorId = admins[act.admin]?.id ?? ''
    const rows = rowsOfFile(act.file, world)
    await new PostgresStagingStore(own).putBatch(id, batchId, changeSetId, rows)
    const changes = [
      { kind: 'batch' as const, batchId, of: 'memberships' as const, name: 'people.csv', count: rows.length },
    ]
    const staged = await hubAt(act.node).staging.stage({
      organizationId: id,
      userId: actorId,
      changeSetId,
      changes,
    })
    expect(staged).toEqual({ staged: 1 })
    const stateVector = stateVectorOf(await documentOf(id, changeSetId))
    const args = { changeSetId, scope: { of: 'all' }, stateVector }
    const head = { mutationId: randomUUID(), actorId, name: 'changeSet.commit', args }
    return { ...head, rows, changeSetId, batchId, answers: [] }
  }

  const cancel = (node: number, { actorId, mutationId }: Asked) => {
    const socket = { bufferedAmount: 0, send() {}, close() {} }
    const console = hubAt(node).connect({
      organizationId: id,
      userId: actorId,
      sessionId: randomUUID(),
      socket,
    })
    console.receive(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, clientId: randomUUID() }))
    console.receive(JSON.stringify({ type: 'cancel', mutationId }))
  }

  const edit = (act: Edit) => {
    const groupId = groups[act.group]?.id ?? ''
    const userIds = act.people.flatMap((at) => people[at]?.id ?? [])
    const head = { mutationId: randomUUID(), actorId: admins[act.admin]?.id ?? '', answers: [] }
    switch (act.what) {
      case 'join':
      case 'leave': {
        const name = act.what === 'join' ? 'membership.add' : 'membership.remove'
        return ask(act, { ...head, name, args: { groupId, userIds } })
      }
      case 'rename':
        return ask(act, { ...head, name: 'group.rename', args: { groupId, name: `Group ${randomUUID()}` } })
      default:
        // Only one of them, so that not everything is a conflict soon.
        if (act.group !== 1) return
        return ask(act, { ...head, name: 'group.delete', args: { groupId } })
    }
  }

  const fault = async ({ what, person }: Fault) => {
    if (what === 'pause') return pause(id)
    if (what !== 'user') return cut(what as keyof typeof victims)
    const userId = people[person]?.id ?? ''
    if (removed.has(userId)) return
    removed.add(userId)
    const mutationId = await deleteUser(id, userId)
    if (mutationId) deleted.push(mutationId)
  }

  try {
    // Who comes while the organization cannot be read is turned away, which is no error of a save.
    for (const hub of hubs) await hub.state(id)
    const prepared: Asked[] = []
    for (const [at, act] of saves.entries()) prepared.push(await prepare(act, at))
    const run = async (act: Act) => {
      const save = act.of === 'save' ? prepared[saves.indexOf(act)] : undefined
      await wait(act.after)
      if (act.of === 'fault') return fault(act)
      if (act.of === 'edit') return edit(act)
      if (!save) throw new Error('not prepared')
      const saving = ask(act, save)
      if (act.cancelAfter !== null) void wait(act.cancelAfter).then(() => cancel(act.node, save))
      await saving
    }
    await Promise.all(acts.map(run))
    await check(world, { hubs, asked, deleted })
    expect(errors).toEqual([])
  } finally {
    await Promise.all(hubs.map((hub) => hub.stop()))
    await Promise.all(wakeups.map((wakeup) => wakeup.stop()))
  }
}

interface Played {
  hubs: readonly Hub[]
  asked: readonly Asked[]
  deleted: readonly string[]
}

async function check({ image, id }: ReturnType<typeof worldOf>, { hubs, asked, deleted }: Played) {
  const log = new PostgresCommitLog(own)
  const commits = await log.read(id, 0, 10_000)

  // Versions are gapless; every mutation is in the log once, or surely refused, or in doubt.
  expect(commits.map(({ version }) => version)).toEqual(commits.map((_, at) => at + 1))
  const byMutation = new Map(commits.map((commit) => [commit.mutationId, commit]))
  expect(byMutation.size).toBe(commits.length)
  const known = new Set([...asked.map(({ mutationId }) => mutationId), ...deleted])
  for (const { mutationId } of commits) expect(known).toContain(mutationId)
  for (const mutationId of deleted) expect(byMutation.has(mutationId)).toBe(true)
  for (const { mutationId, name, actorId, answers } of asked) {
    const commit = byMutation.get(mutationId)
    if (commit) expect(commit.actorId).toBe(actorId)
    for (const answer of answers) {
      if (isProblem(answer))
        expect(answer.kind).toMatch(/^(conflict|not-found|invalid|cancelled|too-many|unavailable)$/)
      else if (commit) expect(answer.version).toBe(commit.version)
      else expect(name).toMatch(/^membership/)
    }
    // Only who was told that the outcome is unknown may find it saved.
    // Nobody else saves or closes the set, so it is open unless the save itself closed it.
    if (name === 'changeSet.commit' && !commit)
      for (const answer of answers) expect(answer).not.toMatchObject({ kind: 'not-found' })
    const isRefused = answers.every((answer) => isProblem(answer) && answer.kind !== 'unavailable')
    if (isRefused) expect(commit).toBeUndefined()
  }

  // Every save is what its file asks of the state right before it, and the log leads to the tables.
  const replay = Replica.from(structuredClone(image))
  const saves = new Map(asked.map((each) => [each.mutationId, each]))
  for (const commit of commits) {
    const rows = saves.get(commit.mutationId)?.rows
    if (rows) expect(pairsOf(commit)).toEqual(wantedOf(rows, replay))
    replay.applyCommit(commit)
  }
  const tables = await log.load(id)
  if (!tables) throw new Error('the organization is gone')
  const expected = sorted(tables)
  expect(sorted(imageOf(replay))).toEqual(withoutEmpty(expected))

  // What is not saved is staged still.
  for (const { mutationId, changeSetId, batchId } of asked) {
    if (!changeSetId || byMutation.has(mutationId)) continue
    const doc = await documentOf(id, changeSetId)
    const entries = [...readContent(doc, changeSetId, new Map()).entries.values()]
    expect(entries).toMatchObject([{ kind: 'batch', batchId }])
  }

  for (const hub of hubs)
    await vi.waitFor(
      async () => {
        const state = await hub.state(id)
        expect(state && sorted(imageOf(state as Replica))).toEqual(withoutEmpty(expected))
        expect(hub.figures.waiting).toBe(0)
      },
      { timeout: 15_000, interval: 50 },
    )
  // Nobody holds anything any more.
  await vi.waitFor(
    async () => {
      const { rows } = await own.query(`select query from pg_stat_activity where datname = current_database()
        and application_name = 'muster engine' and (state like 'idle in transaction%' or wait_event_type = 'Lock')`)
      expect(rows).toEqual([])
    },
    { timeout: 15_000, interval: 50 },
  )
}

const pairsOf = ({ changes }: Commit) =>
  changes
    .flatMap((change) =>
      change.entity === 'membership'
        ? change.userIds.map((id) => `${change.op} ${change.groupId} ${id}`)
        : [],
    )
    .toSorted()

/** What rows that are not in conflict change. */
const wantedOf = (rows: readonly BatchRow[], { groups, users, members }: Replica) =>
  rows
    .flatMap((row) => {
      if (row.kind !== 'membership' || !groups.get(row.groupId) || !users.get(row.userId)) return []
      const isIn = members.has(row.groupId, row.userId)
      if (isIn === (row.to === 'in')) return []
      return [`${isIn ? 'remove' : 'add'} ${row.groupId} ${row.userId}`]
    })
    .toSorted()

function imageOf(state: Replica) {
  const groupIds = [...state.groups.values()].map(({ id }) => id)
  return {
    organization: state.organization,
    version: state.version,
    users: [...state.users.values()],
    groups: [...state.groups.values()],
    dashboards: [...state.dashboards.values()],
    changeSets: [...state.changeSets.values()],
    members: groupIds
      .map((groupId) => ({ groupId, userIds: [...state.members.of(groupId)] }))
      .filter(({ userIds }) => userIds.length > 0),
    shares: groupIds
      .map((groupId) => ({ groupId, dashboardIds: [...state.shares.of(groupId)] }))
      .filter(({ dashboardIds }) => dashboardIds.length > 0),
  }
}

const withoutEmpty = (image: ReturnType<typeof sorted>) =>
  image && { ...image, members: image.members.filter(({ userIds }) => userIds.length > 0) }

it('CM1 CM2 CM3 CM16 long saves on two nodes lose nothing, whoever and whatever gets in their way', async () => {
  const seed = Number(process.env.MUSTER_SEED ?? Math.floor(Math.random() * 2 ** 31))
  console.log(`seed of the long saves: ${seed}`)
  const numRuns = Number(process.env.MUSTER_RACE_RUNS ?? 4)
  // What happens depends on who is first, so smaller examples need not fail.
  await fc.assert(fc.asyncProperty(Acts, play), { seed, numRuns, endOnFailure: true })
}, 300_000)

it('CM16 saves what a person does behind an edit that another node was in the way of', async () => {
  const { image, id, admins, groups, people } = worldOf(0)
  await seedImage(own, image)
  const [pool] = pools
  if (!pool) throw new Error('no pool')
  const ports = {
    log: new PostgresCommitLog(pool),
    committer: new PostgresCommitter(pool),
    staging: new PostgresStagingStore(pool),
  }
  const wakeup = new PostgresWakeup(pool, database.url)
  const hub = new Hub({ ...ports, wakeup, world: systemWorld })
  const [groupId, userId] = [groups[0]?.id ?? '', people[1]?.id ?? '']
  const join = { entity: 'membership' as const, op: 'add' as const, groupId, userIds: [userId] }
  const written = await new PostgresCommitter(own).writeAhead(id, sampleCommit(id, 1, [join]))
  if (typeof written === 'string' || isProblem(written)) throw new Error(JSON.stringify(written))
  const mutate = (name: string, args: unknown) =>
    hub.mutate({ organizationId: id, actorId: admins[0]?.id ?? '', name, args })
  try {
    const joining = mutate('membership.add', { groupId, userIds: [userId] })
    await wait(200)
    const renaming = mutate('group.rename', { groupId, name: 'Renamed behind' })
    await wait(200)
    await written.drop()
    const late = wait(FOREVER_MS).then(() => 'waits forever')
    expect(await Promise.race([Promise.all([joining, renaming]), late])).toMatchObject([
      { version: 1 },
      { version: 2 },
    ])
  } finally {
    await hub.stop()
    await wakeup.stop()
  }
}, 60_000)

it('ST8 keeps the document that a long save names, although nobody looks at it', async () => {
  const world = worldOf(1)
  const { id, admins, people, groups, changeSets } = world
  await seedImage(own, world.image)
  const [pool] = pools
  if (!pool) throw new Error('no pool')
  const staging = new PostgresStagingStore(pool)
  const ports = { log: new PostgresCommitLog(pool), committer: new PostgresCommitter(pool), staging }
  const wakeup = new PostgresWakeup(pool, database.url)
  const hub = new Hub({ ...ports, wakeup, world: systemWorld }, { pollMs: 50, longRows: 40 })
  const [changeSetId, actorId, batchId] = [changeSets[0]?.id ?? '', admins[0]?.id ?? '', randomUUID()]
  const groupId = groups[groupCount]?.id ?? ''
  const rows = people.map(({ id: userId }, line) => {
    return { kind: 'membership' as const, line: line + 2, groupId, userId, to: 'in' as const }
  })
  await staging.putBatch(id, batchId, changeSetId, rows)
  const changes = [
    { kind: 'batch' as const, batchId, of: 'memberships' as const, name: 'f', count: rows.length },
  ]
  await hub.staging.stage({ organizationId: id, userId: actorId, changeSetId, changes })
  const held = await own.connect()
  try {
    await held.query('begin')
    await held.query('select 1 from organizations where id = $1 for no key update', [id])
    const stateVector = stateVectorOf(await documentOf(id, changeSetId))
    const args = { changeSetId, scope: { of: 'all' }, stateVector }
    const saving = hub.mutate({ organizationId: id, actorId, name: 'changeSet.commit', args })
    await wait(400)
    // The save lost its turn to another node, so it is looked at again.
    await held.query('update organizations set name = name where id = $1', [id])
    await held.query('rollback')
    expect(await saving).toMatchObject({ version: 1, result: { conflicts: 0 } })
  } finally {
    held.release()
    await hub.stop()
    await wakeup.stop()
  }
}, 60_000)
