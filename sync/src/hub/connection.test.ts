import { expect, it } from 'vitest'
import { CLOSE } from '../protocol/close-codes.ts'
import { PROTOCOL_VERSION } from '../protocol/version.ts'
import { HandHub } from '../simulation/hand-hub.ts'

it('CN1 takes nothing but hello first, and hello only once', async () => {
  const hand = new HandHub()
  const early = hand.raw()
  early.send({ type: 'subscribe', subscriptionId: 1, view: 'organization.summary', args: {} })
  expect([early.frames.map(({ type }) => type), early.closedWith]).toEqual([['fault'], CLOSE.policy])
  const twice = await hand.live()
  twice.hello()
  expect([twice.last('fault').problem.kind, twice.closedWith]).toEqual(['malformed', CLOSE.policy])
})

it('CN2 tells a console of another version to reload', () => {
  const old = new HandHub().raw()
  old.hello(PROTOCOL_VERSION - 1)
  expect(old.frames).toEqual([{ type: 'reload', protocol: PROTOCOL_VERSION }])
  expect(old.closedWith).toBe(CLOSE.outdated)
})

it('CN3 welcomes before anything else', async () => {
  const hand = new HandHub()
  const console = hand.raw()
  console.hello()
  console.send({ type: 'subscribe', subscriptionId: 1, view: 'organization.summary', args: {} })
  await hand.clock.run(0)
  const [welcome] = console.frames
  expect(welcome).toMatchObject({ type: 'welcome', epoch: 'memory-1', version: 0, userId: hand.userId(0) })
  expect(console.of('snapshot')).toHaveLength(1)
})

it('CN4 keeps frames in order while the organization is opened, but not too many', async () => {
  const hand = new HandHub()
  const console = hand.raw()
  console.hello()
  for (const id of [1, 2, 3])
    console.send({ type: 'subscribe', subscriptionId: id, view: 'organization.summary', args: {} })
  const flood = hand.raw()
  flood.hello()
  for (let id = 0; id < 300; id++) flood.send({ type: 'unsubscribe', subscriptionId: 1 })
  await hand.clock.run(0)
  expect(console.of('snapshot').map(({ subscriptionId }) => subscriptionId)).toEqual([1, 2, 3])
  expect(flood.closedWith).toBe(CLOSE.policy)
})

it('CN5 answers ping with pong', async () => {
  const console = await new HandHub().live()
  console.send({ type: 'ping' })
  expect(console.frames.at(-1)).toEqual({ type: 'pong' })
})

it('CN8 slows a flood down, then closes it', async () => {
  const hand = new HandHub({ frameBurst: 10, framesPerSecond: 1 })
  const console = await hand.live()
  for (let at = 0; at < 20; at++) console.send({ type: 'ping' })
  expect(console.last('fault').problem.kind).toBe('too-many')
  expect([console.of('pong').length, console.closedWith]).toEqual([9, undefined])
  for (let at = 0; at < 100; at++) console.send({ type: 'ping' })
  expect(console.closedWith).toBe(CLOSE.policy)
})

it('CN8 gives a person one rate for all sockets, and others theirs', async () => {
  const hand = new HandHub({ frameBurst: 10, framesPerSecond: 1 })
  const own = [await hand.live(), await hand.live()]
  const other = await hand.live(1)
  for (let at = 0; at < 5; at++) for (const console of [...own, other]) console.send({ type: 'ping' })
  expect(own.flatMap((console) => console.of('pong'))).toHaveLength(8)
  expect(other.of('pong')).toHaveLength(5)
  for (const console of own) expect(console.of('fault').length).toBeLessThanOrEqual(1)
  await hand.clock.run(3_000)
  for (const console of own) console.send({ type: 'ping' })
  expect(own.flatMap((console) => console.of('pong'))).toHaveLength(10)
})

it('CN8 counts a large frame for several', async () => {
  const hand = new HandHub({ frameBurst: 10, framesPerSecond: 1 })
  const console = await hand.live()
  await hand.clock.run(5_000)
  console.send({ type: 'ping', more: 'x'.repeat(9 * 4_096) })
  console.send({ type: 'ping' })
  expect(console.of('pong')).toHaveLength(1)
  expect(console.last('fault').problem.kind).toBe('too-many')
})

it('CN10 drains a stopping node paced, and takes nobody new', async () => {
  const hand = new HandHub({ drainPerSecond: 20 })
  const consoles = await Promise.all([0, 1, 2].map((at) => hand.live(at)))
  const stopped = hand.hub.stop()
  await hand.clock.run(0)
  expect(consoles.map(({ closedWith }) => closedWith)).toEqual([CLOSE.tryLater, undefined, undefined])
  await hand.clock.run(1_000)
  await stopped
  expect(consoles.map(({ closedWith }) => closedWith)).toEqual(Array(3).fill(CLOSE.tryLater))
  expect(hand.raw().closedWith).toBe(CLOSE.tryLater)
})

it('CN10 closes any number of sockets within its time', async () => {
  const hand = new HandHub({ drainPerSecond: 20, drainMs: 1_000 })
  const consoles = Array.from({ length: 100 }, () => hand.raw())
  const stopped = hand.hub.stop()
  await hand.clock.run(400)
  const closed = consoles.filter(({ closedWith }) => closedWith === CLOSE.tryLater).length
  expect(closed).toBeGreaterThan(20)
  expect(closed).toBeLessThan(60)
  await hand.clock.run(700)
  await stopped
  expect(consoles.every(({ closedWith }) => closedWith === CLOSE.tryLater)).toBe(true)
})

it('CN10 tells consoles that still are there what other nodes saved, and ends who signed out', async () => {
  const hand = new HandHub({ drainPerSecond: 20, pollMs: 60_000 })
  const consoles = await Promise.all([0, 1, 1, 1, 1, 1].map((at) => hand.live(at)))
  const last = consoles.at(-1)
  await last?.subscribe(1, 'group.members', hand.members())
  const other = hand.node()
  const stopped = hand.hub.stop()
  const asked = {
    organizationId: hand.organizationId,
    actorId: hand.userId(0),
    name: 'membership.add',
    args: { groupId: hand.groupId(), userIds: [hand.userId(4)] },
  }
  expect(await other.mutate(asked)).toMatchObject({ version: 1 })
  await hand.clock.run(100)
  expect([last?.closedWith, last?.of('delta').length]).toEqual([undefined, 1])
  other.endSession(['session-1'])
  await hand.clock.run(0)
  expect(last?.closedWith).toBe(CLOSE.unauthenticated)
  await hand.clock.run(1_000)
  await stopped
})

it('CN10 ends what is being saved before it resolves, whoever asks it to stop', async () => {
  const hand = new HandHub()
  const { promise: written, resolve: write } = Promise.withResolvers<void>()
  hand.hooks = { before: (operation) => (operation === 'commit' ? written : undefined) }
  const args = { groupId: hand.groupId(), userIds: [hand.userId(4)] }
  const saving = hand.mutate(0, 'membership.add', args)
  await hand.clock.run(0)
  let ended = 0
  for (const stopped of [hand.hub.stop(), hand.hub.stop()]) void stopped.then(() => ended++)
  await hand.clock.run(1_000)
  expect(ended).toBe(0)
  write()
  await hand.clock.run(100)
  expect([ended, await saving]).toEqual([2, { version: 1, result: { changed: 1 } }])
})

it('PR2 answers a broken frame with a fault and goes on', async () => {
  const console = await new HandHub().live()
  for (const text of ['{', 'x', '{"type":"mutate"}', '['.repeat(1000)]) console.connection.receive(text)
  expect(console.of('fault').map(({ problem }) => problem.kind)).toEqual(Array(4).fill('malformed'))
  await console.subscribe(1, 'organization.summary', {})
  expect(console.of('snapshot')).toHaveLength(1)
})
