import { expect, it } from 'vitest'
import { Replica } from '../model/replica.ts'
import { CLOSE } from '../protocol/close-codes.ts'
import { HandHub } from '../simulation/hand-hub.ts'
import { viewNamed } from '../views/registry.ts'
import { History } from './history.ts'
import { LiveView } from './live-view.ts'
import { Resume } from './resume.ts'

const epoch = 'memory-1'
const add = (hand: HandHub, at: number) =>
  hand.mutate(0, 'membership.add', { groupId: hand.groupId(), userIds: [hand.userId(at)] })

it('RC1 answers current when nothing changed, a delta when something did', async () => {
  const hand = new HandHub()
  await add(hand, 4)
  await hand.mutate(0, 'group.rename', { groupId: hand.groupId(3), name: 'Elsewhere' })
  const console = await hand.live()
  await console.subscribe(1, 'group.members', hand.members(), { epoch, at: 1 })
  expect(console.last('current')).toMatchObject({ subscriptionId: 1 })
  await add(hand, 5)
  const late = await hand.live()
  await late.subscribe(1, 'group.members', hand.members(), { epoch, at: 1 })
  expect(late.deltas.at(-1)).toMatchObject({
    subscriptionId: 1,
    from: 1,
    to: 3,
    insert: [{ rows: [{ id: hand.userId(5) }] }],
  })
})

it('RC2 resumes on a node that never saw the console, by rewinding its own state', async () => {
  const hand = new HandHub()
  await add(hand, 4)
  await add(hand, 5)
  const elsewhere = await hand.live(0, hand.node())
  await elsewhere.subscribe(1, 'group.members', hand.members(), { epoch, at: 1 })
  expect(elsewhere.deltas.at(-1)).toMatchObject({
    from: 1,
    to: 2,
    insert: [{ rows: [{ id: hand.userId(5) }] }],
  })
})

it('RC1 answers with a snapshot when rows stand in the order of changes, which a rewound state has forgotten', async () => {
  const hand = new HandHub()
  const list = { search: '', kind: 'all', sort: { by: 'lastChange', dir: 'asc' }, page: 0, pageSize: 50 }
  const describe = (at: number, description: string) =>
    hand.mutate(0, 'group.describe', { groupId: hand.groupId(at), description })
  await describe(3, 'first')
  await describe(4, 'second')
  await describe(3, 'third')
  const console = await hand.live()
  await console.subscribe(1, 'group.list', list, { epoch, at: 2 })
  expect(
    console
      .last('snapshot')
      .result.rows.slice(-2)
      .map(({ id }) => id),
  ).toEqual([hand.groupId(4), hand.groupId(3)])
})

it('RC3 answers with a snapshot when it cannot know what the console holds', async () => {
  const hand = new HandHub({ historyCommits: 1 })
  for (const at of [4, 5, 6]) await add(hand, at)
  const console = await hand.live()
  const cases = [
    ['group.members', hand.members(), { epoch: 'another', at: 2 }],
    ['group.members', hand.members(), { epoch, at: 99 }],
    ['group.members', hand.members(), { epoch, at: 1 }],
    ['changeSet.entries', { changeSetId: hand.changeSetId(), scope: { of: 'all' } }, { epoch, at: 0 }],
  ] as const
  for (const [at, [view, args, have]] of cases.entries()) await console.subscribe(at + 1, view, args, have)
  expect(console.of('snapshot').map(({ subscriptionId }) => subscriptionId)).toEqual([1, 2, 3, 4])
})

it('RC3 keeps few answers, whatever versions consoles name', () => {
  const { image } = new HandHub()
  const view = viewNamed('organization.summary')
  if (!view) throw new Error('There is no such view')
  const commit = {
    organizationId: image.organization.id,
    mutationId: image.organization.id,
    mutation: 'group.describe',
    actorId: null,
    at: '2026-01-01T00:00:00.000Z',
    changeSetId: null,
    changes: [],
  }
  const history = new History(1_000, 50_000)
  for (let version = 9_001; version <= 10_000; version++) history.push({ ...commit, version })
  const state = Replica.from({ ...image, version: 10_000 })
  const result = { meta: {}, rows: [] }
  const liveView = new LiveView('key', 1, view, {}, result, 10_000)
  const resume = new Resume(history)
  const answers = Array.from({ length: 10_000 }, (_, at) => resume.from(liveView, at, state))
  expect(answers.slice(0, 9_000)).not.toContain('current')
  expect(answers.slice(9_000)).not.toContain('snapshot')
  expect(liveView.resumed.size).toBeLessThanOrEqual(64)
})

it('RC6 reads the log before it answers a console that knows more', async () => {
  const hand = new HandHub()
  hand.bus.courier = () => {}
  const two = hand.node()
  const behind = await hand.live(0, two)
  await add(hand, 4)
  await behind.subscribe(1, 'group.members', hand.members(), { epoch, at: 1 })
  expect(behind.last('current')).toMatchObject({ at: 1 })
  const groupId = hand.clock.id()
  await hand.mutate(0, 'group.create', { groupId, name: 'Fresh', description: '' })
  await behind.subscribe(2, 'group.detail', { groupId })
  expect(behind.last('snapshot').subscriptionId).toBe(2)
})

it('RC7 finds what a lost wake-up did not tell at the next poll, in order', async () => {
  const hand = new HandHub({ pollMs: 1_000 })
  hand.bus.courier = () => {}
  const console = await hand.live(0, hand.node())
  await console.subscribe(1, 'group.members', hand.members())
  await add(hand, 4)
  await add(hand, 5)
  await hand.clock.run(100)
  expect(console.deltas).toEqual([])
  await hand.clock.run(1_300)
  expect(console.deltas.map(({ from, to }) => [from, to])).toEqual([[0, 2]])
})

it('RC8 answers from the log on a fresh node after a kill between durability and answer', async () => {
  const hand = new HandHub()
  const mutationId = hand.clock.id()
  const args = { groupId: hand.groupId(), userIds: [hand.userId(4)] }
  hand.hooks = { after: (operation) => (operation === 'commit' ? new Promise(() => {}) : undefined) }
  void hand.mutate(0, 'membership.add', args, mutationId)
  await hand.clock.run(0)
  hand.hooks = {}
  const { organizationId } = hand
  const answer = await hand
    .node()
    .mutate({ organizationId, actorId: hand.userId(0), name: 'membership.add', args, mutationId })
  expect(answer).toEqual({ version: 1, result: { changed: 1 } })
})

it('RC4 starts everyone over when the database was restored from a backup', async () => {
  const hand = new HandHub({ pollMs: 1_000 })
  const console = await hand.live()
  hand.database.epoch = 'memory-2'
  await hand.clock.run(1_500)
  expect(console.closedWith).toBe(CLOSE.tryLater)
  expect((await hand.live()).last('welcome').epoch).toBe('memory-2')
})

it('RC9 writes nothing on top of a history that it does not know, and its consoles start over', async () => {
  const hand = new HandHub({ pollMs: 60_000 })
  const console = await hand.live()
  hand.database.epoch = 'memory-2'
  const args = { groupId: hand.groupId(), userIds: [hand.userId(4)] }
  expect(await hand.mutate(0, 'membership.add', args)).toMatchObject({ kind: 'unavailable' })
  expect(console.closedWith).toBe(CLOSE.tryLater)
  expect(hand.database.commits(hand.organizationId)).toEqual([])
  expect(await hand.mutate(0, 'membership.add', args)).toMatchObject({ version: 1 })
})

it('RC9 reads nothing of another history, whatever version a hint names', async () => {
  const hand = new HandHub({ pollMs: 60_000 })
  const console = await hand.live()
  await console.subscribe(1, 'group.members', hand.members())
  hand.database.epoch = 'memory-2'
  const { organizationId } = hand
  const args = { groupId: hand.groupId(), userIds: [hand.userId(4)] }
  const asked = { organizationId, actorId: hand.userId(0), name: 'membership.add', args }
  expect(await hand.node().mutate(asked)).toMatchObject({ version: 1 })
  await hand.clock.run(0)
  expect([console.deltas.length, console.closedWith]).toEqual([0, CLOSE.tryLater])
})

it('RC9 finds out by itself that the database went back, and starts every node and console over', async () => {
  const hand = new HandHub({ pollMs: 1_000 })
  const other = hand.node()
  const backup = hand.database.organizations.get(hand.organizationId)?.tables.image()
  if (!backup) throw new Error('There is no organization')
  for (const at of [4, 5]) {
    const args = { groupId: hand.groupId(), userIds: [hand.userId(at)] }
    await hand.mutate(0, 'membership.add', args)
  }
  const consoles = [await hand.live(), await hand.live(0, other)]
  hand.database.seed(backup)
  await hand.clock.run(3_000)
  expect(consoles.map(({ closedWith }) => closedWith)).toEqual([CLOSE.tryLater, CLOSE.tryLater])
  expect(hand.errors.length).toBeGreaterThan(0)
  for (const hub of [hand.hub, other]) {
    const back = await hand.live(0, hub)
    expect(back.last('welcome')).toMatchObject({ version: 0, epoch: 'memory-1+' })
  }
})

it('RC8 opens an organization anew when its log does not fit what is in memory', async () => {
  const hand = new HandHub({ pollMs: 1_000 })
  const console = await hand.live()
  const stored = hand.database.organizations.get(hand.organizationId)
  const north = hand.image.groups[2]
  if (!stored || !north) throw new Error('The sample organization is too small')
  const change = { entity: 'group' as const, op: 'delete' as const, id: hand.clock.id(), before: north }
  stored.commits.push({
    organizationId: hand.organizationId,
    version: 1,
    mutationId: hand.clock.id(),
    mutation: 'group.delete',
    actorId: null,
    at: '2026-01-01T00:00:00.000Z',
    changeSetId: null,
    changes: [change],
  })
  stored.tables.version = 1
  await hand.clock.run(1_500)
  expect(console.closedWith).toBe(CLOSE.tryLater)
  expect((await hand.live()).last('welcome').version).toBe(1)
})

it('RC6 a node that hears of a commit while it opens an organization has it at once', async () => {
  const hand = new HandHub({ pollMs: 60_000 })
  await hand.live()
  let isFirst = true
  hand.hooks = {
    async after(operation) {
      if (operation !== 'log.load' || !isFirst) return
      isFirst = false
      await hand.mutate(0, 'membership.add', { groupId: hand.groupId(), userIds: [hand.userId(4)] })
    },
  }
  const late = await hand.live(1, hand.node())
  await late.subscribe(1, 'organization.summary', {})
  await hand.clock.run(100)
  expect(late.deltas.at(-1)?.to ?? late.last('snapshot').at).toBe(1)
})
