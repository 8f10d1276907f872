import { expect, it, vi } from 'vitest'
import type { Commit } from '../model/commit.ts'
import { Replica } from '../model/replica.ts'
import { HandHub } from '../simulation/hand-hub.ts'
import { views } from '../views/registry.ts'
import { stampsOf } from './commit-stamps.ts'

const list = { search: '', kind: 'all', sort: { by: 'name', dir: 'asc' }, page: 0, pageSize: 50 }

it('SB1 answers a subscription with one frame', async () => {
  const hand = new HandHub()
  const console = await hand.live()
  const before = console.frames.length
  await console.subscribe(1, 'group.list', list)
  expect(console.frames.slice(before).map(({ type }) => type)).toEqual(['snapshot'])
})

it('SB2 makes one live view of equal arguments, after normalisation and whatever the order of keys', async () => {
  const hand = new HandHub()
  const console = await hand.live()
  await console.subscribe(1, 'group.list', { ...list, search: 'north ' })
  await console.subscribe(2, 'group.list', {
    ...Object.fromEntries(Object.entries(list).reverse()),
    search: 'north',
  })
  expect(new Set(console.of('snapshot').map(({ channel }) => channel)).size).toBe(1)
  expect(hand.hub.figures.liveViews).toBe(1)
})

it('SB3 opens at most 64 subscriptions for a connection', async () => {
  const console = await new HandHub().live()
  for (let id = 1; id <= 65; id++) await console.subscribe(id, 'organization.summary', {})
  expect(console.of('snapshot')).toHaveLength(64)
  expect(console.last('refused')).toMatchObject({ subscriptionId: 65, problem: { kind: 'too-many' } })
})

it('SB10 bounds the distinct views of a person on all sockets, and lets others open theirs', async () => {
  const hand = new HandHub({ maxViewsPerPerson: 3 })
  const [first, second, other] = [await hand.live(), await hand.live(), await hand.live(1)]
  const page = (at: number) => ({ ...list, page: at })
  for (const at of [0, 1]) await first.subscribe(at + 1, 'group.list', page(at))
  for (const at of [2, 3]) await second.subscribe(at + 1, 'group.list', page(at))
  expect(second.last('refused')).toMatchObject({ subscriptionId: 4, problem: { kind: 'too-many' } })
  await other.subscribe(1, 'group.list', page(3))
  expect(other.of('snapshot')).toHaveLength(1)
  // What is alive already costs nothing more.
  await second.subscribe(4, 'group.list', page(3))
  await second.subscribe(5, 'group.list', page(0))
  expect(second.of('snapshot').map(({ subscriptionId }) => subscriptionId)).toEqual([3, 4, 5])
})

it('SB10 makes room by dropping what nobody looks at any more', async () => {
  const hand = new HandHub({ maxViewsPerPerson: 3 })
  const console = await hand.live()
  for (let at = 0; at < 50; at++) {
    await console.subscribe(1, 'group.list', { ...list, page: at })
    expect(hand.hub.figures.liveViews).toBeLessThanOrEqual(3)
  }
  expect(console.of('snapshot')).toHaveLength(50)
})

it('SB4 refuses unknown views and arguments that do not fit', async () => {
  const console = await new HandHub().live()
  await console.subscribe(1, 'group.nothing', {})
  await console.subscribe(2, 'group.list', { ...list, pageSize: 1_000_000 })
  expect(console.of('refused').map(({ problem }) => problem.kind)).toEqual(['not-found', 'invalid'])
})

it('SB5 replaces the former subscription of a used id', async () => {
  const hand = new HandHub({ lingerMs: 10 })
  const console = await hand.live()
  await console.subscribe(1, 'group.detail', { groupId: hand.groupId(2) })
  await console.subscribe(1, 'group.detail', { groupId: hand.groupId(3) })
  await hand.mutate(0, 'group.describe', { groupId: hand.groupId(2), description: 'new' })
  await hand.mutate(0, 'group.describe', { groupId: hand.groupId(3), description: 'new' })
  expect(console.deltas.map(({ channel }) => channel)).toEqual([console.last('snapshot').channel])
})

it('SB6 sends nothing after unsubscribe, and keeps the live view for a while', async () => {
  const hand = new HandHub({ lingerMs: 1_000 })
  const console = await hand.live()
  await console.subscribe(1, 'group.list', list)
  await console.ask({ type: 'unsubscribe', subscriptionId: 1 })
  expect(hand.hub.figures.liveViews).toBe(1)
  await hand.clock.run(2_000)
  expect(hand.hub.figures.liveViews).toBe(0)
  await hand.mutate(0, 'group.rename', { groupId: hand.groupId(), name: 'Nowhere' })
  expect(console.deltas).toEqual([])
})

it('SB7 refuses a view to all its subscribers when its group is deleted', async () => {
  const hand = new HandHub()
  const consoles = await Promise.all([hand.live(0), hand.live(1)])
  for (const console of consoles) await console.subscribe(1, 'group.detail', { groupId: hand.groupId() })
  await hand.mutate(0, 'group.delete', { groupId: hand.groupId() })
  for (const console of consoles)
    expect(console.last('refused')).toMatchObject({ subscriptionId: 1, problem: { kind: 'not-found' } })
  expect(hand.hub.figures.liveViews).toBe(0)
})

it('VW5 computes only what a commit touched', async () => {
  const hand = new HandHub()
  const console = await hand.live()
  await console.subscribe(1, 'group.detail', { groupId: hand.groupId(2) })
  await console.subscribe(2, 'group.detail', { groupId: hand.groupId(3) })
  const compute = vi.spyOn(views['group.detail'], 'compute')
  await hand.mutate(0, 'group.describe', { groupId: hand.groupId(3), description: 'new' })
  expect(console.deltas.map(({ channel }) => channel)).toEqual([console.of('snapshot')[1]?.channel])
  expect(compute.mock.calls.map(([, args]) => args)).toEqual([{ groupId: hand.groupId(3) }])
  compute.mockRestore()
})

it('VW6 names the commits and the people behind a delta', async () => {
  const hand = new HandHub()
  const console = await hand.live()
  await console.subscribe(1, 'group.list', list)
  await hand.mutate(1, 'group.rename', { groupId: hand.groupId(), name: 'Renamed' })
  expect(console.deltas.at(-1)?.commits).toMatchObject([
    { version: 1, mutation: 'group.rename', actorId: hand.userId(1), actorName: 'Ben here' },
  ])
})

it('VW6 names what one person did by one mutation once, by the last commit and since the first', () => {
  const { image } = new HandHub()
  const [ada, ben] = image.users
  const commit = (version: number, mutation: string, actorId: string | null): Commit => ({
    organizationId: image.organization.id,
    version,
    mutationId: image.organization.id,
    mutation,
    actorId,
    at: new Date(version).toISOString(),
    changeSetId: null,
    changes: [],
  })
  const commits = [
    commit(1, 'membership.add', ada?.id ?? ''),
    commit(2, 'group.delete', ben?.id ?? ''),
    commit(3, 'membership.add', ben?.id ?? ''),
    commit(4, 'membership.add', ada?.id ?? ''),
    commit(5, 'user.signedIn', null),
  ]
  const stamps = stampsOf(commits, Replica.from(image))
  expect(stamps.map(({ version, actorName, at }) => [version, actorName, Date.parse(at)])).toEqual([
    [2, ben?.name, 2],
    [3, ben?.name, 3],
    [4, ada?.name, 1],
    [5, null, 5],
  ])
})

it('FN1 makes the frame of a delta once and sends it to every subscriber', async () => {
  const hand = new HandHub()
  const consoles = await Promise.all([0, 1, 2, 0].map((at) => hand.live(at)))
  for (const [at, console] of consoles.entries()) await console.subscribe(at + 1, 'group.list', list)
  const stringify = vi.spyOn(JSON, 'stringify')
  await hand.mutate(0, 'group.rename', { groupId: hand.groupId(), name: 'Renamed' })
  const made = stringify.mock.calls.filter(([value]) => value?.channel !== undefined)
  stringify.mockRestore()
  expect(made).toHaveLength(1)
  const texts = consoles.map((console) => console.texts.filter((text) => text.includes('"delta"')))
  expect(texts.map(({ length }) => length)).toEqual([1, 1, 1, 1])
  expect(new Set(texts.flat()).size).toBe(1)
})

it('FN9 tells a console in one frame what a commit changed in its views, and nothing of the others', async () => {
  const hand = new HandHub()
  const consoles = await Promise.all([hand.live(0), hand.live(1), hand.live(0)])
  const [both, same, one] = consoles
  for (const console of consoles) await console.subscribe(1, 'group.detail', { groupId: hand.groupId() })
  for (const console of [both, same]) await console?.subscribe(2, 'group.list', list)
  await hand.mutate(0, 'group.rename', { groupId: hand.groupId(), name: 'Renamed' })
  expect(consoles.map(({ deltas }) => deltas.length)).toEqual([2, 2, 1])
  expect(consoles.map((console) => console.of('delta').length)).toEqual([1, 1, 1])
  expect(both?.of('delta')).toEqual(same?.of('delta'))
  expect(one?.deltas).toEqual(both?.deltas.slice(0, 1))
})

it('FN6 tells commits that became durable together in one delta', async () => {
  const hand = new HandHub()
  const console = await hand.live()
  await console.subscribe(1, 'group.list', list)
  await Promise.all(
    [2, 3, 4].map((at) =>
      hand.mutate(at % 2, 'group.rename', { groupId: hand.groupId(at), name: `Team ${at}` }),
    ),
  )
  expect(console.deltas).toHaveLength(1)
  expect(console.deltas.at(-1)).toMatchObject({
    from: 0,
    to: 3,
    commits: [
      { version: 2, actorId: hand.userId(1) },
      { version: 3, actorId: hand.userId(0) },
    ],
  })
})

it('FN5 drops an organization that nobody uses, and opens it again', async () => {
  const hand = new HandHub({ idleMs: 1_000, presenceGraceMs: 10 })
  const console = await hand.live()
  await hand.mutate(0, 'group.rename', { groupId: hand.groupId(), name: 'Renamed' })
  expect(hand.hub.figures.organizations).toBe(1)
  console.connection.closed()
  await hand.clock.run(3_000)
  expect(hand.hub.figures.organizations).toBe(0)
  const again = await hand.live()
  expect(again.last('welcome').version).toBe(1)
})

it('VW1 computes the same result on every node, opened before or after the commits', async () => {
  const hand = new HandHub()
  const early = await hand.live()
  await early.subscribe(1, 'group.list', list)
  await hand.mutate(0, 'membership.add', { groupId: hand.groupId(), userIds: [hand.userId(4)] })
  await early.subscribe(2, 'group.list', list)
  const late = await hand.live(1, hand.node())
  await late.subscribe(2, 'group.list', list)
  expect(late.last('snapshot').result).toEqual(early.last('snapshot').result)
})
