import { expect, it } from 'vitest'
import { type HandConsole, HandHub } from '../simulation/hand-hub.ts'
import { HINT_BYTES, type Hint } from './ports.ts'

const place = (page: string) => ({ page, row: null, doing: 'viewing', idle: false })

it('PS1 tells every console who is online, with names by the server', async () => {
  const hand = new HandHub()
  const ada = await hand.live(0)
  const ben = await hand.live(1)
  await hand.clock.run(300)
  const names = ben.of('presence')[0]?.put.map(({ name }) => name)
  expect(names).toEqual(['Ada here', 'Ben here'])
  expect(ada.last('presence').put.map(({ userId }) => userId)).toContain(hand.userId(1))
})

it('PS2 gives a person one hue, and others online other ones', async () => {
  const hand = new HandHub()
  const consoles = await Promise.all([0, 1, 2, 0].map((at) => hand.live(at)))
  const hues =
    consoles
      .at(-1)
      ?.of('presence')[0]
      ?.put.map(({ hue }) => hue) ?? []
  expect(new Set(hues.slice(0, 3)).size).toBe(3)
  expect(hues[3]).toBe(hues[0])
  const again = await new HandHub().live(0)
  expect(again.of('presence')[0]?.put[0]?.hue).toBe(hues[0])
})

it('PS3 gathers moves and tells the latest place only', async () => {
  const hand = new HandHub()
  const [ada, ben] = [await hand.live(0), await hand.live(1)]
  await hand.clock.run(300)
  const before = ben.of('presence').length
  for (const page of ['/a', '/b', '/c']) ada.send({ type: 'here', place: place(page) })
  await hand.clock.run(1_000)
  expect(
    ben
      .of('presence')
      .slice(before)
      .map(({ put }) => put.map((peer) => peer.place?.page)),
  ).toEqual([['/c']])
})

it('PS8 tells very many who come at once the list of all once, at the end of the window', async () => {
  const hand = new HandHub()
  const crowd = await Promise.all(Array.from({ length: 30 }, (_, at) => hand.live(at % 2)))
  expect(crowd.filter((console) => console.of('presence').length > 0)).toHaveLength(8)
  await hand.clock.run(300)
  const late = crowd.at(-1)
  expect(late?.of('presence')).toHaveLength(1)
  for (const console of crowd) {
    const listed = new Set(console.of('presence').flatMap(({ put }) => put.map((peer) => peer.connectionId)))
    expect(listed.size).toBe(30)
  }
})

it('PS4 keeps a dropped connection listed for 10 s, unless the same tab comes back', async () => {
  const hand = new HandHub()
  const ben = await hand.live(1)
  const ada = hand.raw(0)
  ada.hello(undefined, 'tab')
  await hand.clock.run(300)
  ada.connection.closed()
  const back = hand.raw(0)
  back.hello(undefined, 'tab')
  await hand.clock.run(300)
  expect(ben.last('presence')).toMatchObject({
    gone: [ada.connection.id],
    put: [{ connectionId: back.connection.id }],
  })
  back.connection.closed()
  await hand.clock.run(9_000)
  expect(ben.last('presence').gone).not.toContain(back.connection.id)
  await hand.clock.run(2_000)
  expect(ben.last('presence').gone).toContain(back.connection.id)
})

/** Ids of the connections that this console holds to be online. */
function listedBy(console: HandConsole): string[] {
  const listed = new Set<string>()
  for (const { reset, put, gone } of console.of('presence')) {
    if (reset) listed.clear()
    for (const id of gone) listed.delete(id)
    for (const { connectionId } of put) listed.add(connectionId)
  }
  return [...listed].sort()
}

it('PS5 lists the consoles of other nodes, with their places, from the first moment on', async () => {
  const hand = new HandHub()
  const other = hand.node()
  const ben = await hand.live(1, other)
  await hand.clock.run(1_000)
  const ada = await hand.live(0)
  await hand.clock.run(600)
  const both = [ada.connection.id, ben.connection.id].sort()
  expect(listedBy(ada)).toEqual(both)
  expect(listedBy(ben)).toEqual(both)
  ada.send({ type: 'here', place: place('/groups') })
  await hand.clock.run(600)
  expect(ben.last('presence').put).toMatchObject([{ name: 'Ada here', place: { page: '/groups' } }])
})

it('PS5 converges whatever hints were lost, doubled or late', async () => {
  const hand = new HandHub()
  hand.bus.courier = (_hint, deliver) => {
    if (hand.random.chance(0.4)) return
    hand.clock.setTimeout(deliver, hand.random.below(800))
    if (hand.random.chance(0.3)) hand.clock.setTimeout(deliver, hand.random.below(5_000))
  }
  const nodes = [hand.hub, hand.node(), hand.node()]
  const consoles: HandConsole[] = []
  for (let at = 0; at < 12; at++) {
    consoles.push(await hand.live(at % 3, nodes[at % 3]))
    await hand.clock.run(300)
  }
  for (const gone of consoles.splice(0, 5)) gone.connection.closed()
  await hand.clock.run(20_000)
  hand.bus.courier = (_hint, deliver) => deliver()
  await hand.clock.run(12_000)
  const all = consoles.map(({ connection }) => connection.id).sort()
  for (const console of consoles) expect(listedBy(console)).toEqual(all)
})

it('PS2 gives a person the same hue on every node', async () => {
  const hand = new HandHub()
  const [one, two] = [hand.hub, hand.node()]
  hand.bus.courier = () => {}
  const first = await hand.live(1, one)
  await hand.clock.run(1_000)
  // The second node gives this hue away while it hears nothing of the first.
  for (const at of [0, 2]) await hand.live(at, two)
  const second = await hand.live(1, two)
  hand.bus.courier = (_hint, deliver) => deliver()
  await hand.clock.run(12_000)
  const hues = [first, second].map(({ connection }) => {
    const told = first.of('presence').flatMap(({ put }) => put)
    return told.findLast(({ connectionId }) => connectionId === connection.id)?.hue
  })
  expect(hues[0]).toBeDefined()
  expect(hues[1]).toBe(hues[0])
})

it('PS4 replaces a dropped connection when the same tab comes back on another node', async () => {
  const hand = new HandHub()
  const other = hand.node()
  const ben = await hand.live(1)
  const ada = hand.raw(0)
  ada.hello(undefined, 'tab')
  await hand.clock.run(300)
  ada.connection.closed()
  const back = hand.raw(0, other)
  back.hello(undefined, 'tab')
  await hand.clock.run(1_000)
  expect(listedBy(ben)).toEqual([ben.connection.id, back.connection.id].sort())
})

it('PS6 drops the consoles of a node that is silent for 15 s, and at once those of one that stops', async () => {
  const hand = new HandHub()
  const [dies, stops] = [hand.node(), hand.node()]
  const ada = await hand.live(0)
  const doomed = await hand.live(1, dies)
  const stopped = await hand.live(2, stops)
  await hand.clock.run(1_000)
  expect(listedBy(ada)).toHaveLength(3)
  const over = stops.stop()
  await hand.clock.run(1_000)
  await over
  expect(listedBy(ada)).not.toContain(stopped.connection.id)
  const deliver = hand.bus.courier
  hand.bus.courier = () => {}
  await hand.clock.run(14_000)
  expect(listedBy(ada)).toContain(doomed.connection.id)
  await hand.clock.run(7_000)
  expect(listedBy(ada)).toEqual([ada.connection.id])
  hand.bus.courier = deliver
  await hand.clock.run(12_000)
  expect(listedBy(ada)).toHaveLength(2)
})

it('PS7 gathers a storm of moves to at most four rounds a second, in hints that every medium carries', async () => {
  const hand = new HandHub()
  hand.node()
  const consoles: HandConsole[] = []
  for (let at = 0; at < 200; at++) consoles.push(await hand.live(at % 3))
  await hand.clock.run(10_000)
  const sent: { at: number; hint: Hint }[] = []
  hand.bus.courier = (hint) => sent.push({ at: hand.clock.now(), hint })
  for (let step = 0; step < 100; step++) {
    for (const console of consoles) console.send({ type: 'here', place: place(`/${'ü'.repeat(150)}${step}`) })
    await hand.clock.run(20)
  }
  const peers = sent.filter(({ hint }) => hint.of === 'peers')
  expect(new Set(peers.map(({ at }) => at)).size).toBeLessThanOrEqual(9)
  // Two nodes hear each hint.
  expect(peers.length / 2).toBeLessThanOrEqual(9 * 4)
  for (const { hint } of sent) expect(Buffer.byteLength(JSON.stringify(hint))).toBeLessThanOrEqual(HINT_BYTES)
})

/** What this console was told last and still holds: whom, and how many there are. */
function toldTo(console: HandConsole) {
  return { named: listedBy(console), crowd: console.of('presence').at(-1)?.crowd ?? null }
}

it('PS9 names to each of very many consoles those at its page, busy ones first, and counts the others', async () => {
  const hand = new HandHub({ presenceListed: 6, presenceAtPage: 3 })
  const other = hand.node()
  const crowd: HandConsole[] = []
  for (let at = 0; at < 10; at++) {
    const console = await hand.live(at % 3, at % 2 ? other : hand.hub)
    console.send({ type: 'here', place: place(at < 6 ? '/groups' : '/users') })
    crowd.push(console)
    await hand.clock.run(100)
  }
  await hand.clock.run(2_000)
  const idsOf = (...at: number[]) => at.map((each) => crowd[each]?.connection.id ?? '').sort()
  for (const console of crowd.slice(0, 6))
    expect(toldTo(console)).toEqual({ named: idsOf(0, 1, 2), crowd: { online: 3, here: 3 } })
  for (const console of crowd.slice(6))
    expect(toldTo(console)).toEqual({ named: idsOf(6, 7, 8), crowd: { online: 3, here: 3 } })
  crowd[5]?.send({ type: 'here', place: { ...place('/groups'), doing: 'editing' } })
  crowd[0]?.send({ type: 'here', place: place('/users') })
  await hand.clock.run(2_000)
  for (const at of [1, 2, 3, 4, 5]) expect(toldTo(crowd[at] ?? fail()).named).toEqual(idsOf(5, 1, 2))
  for (const at of [0, 6, 7, 8, 9]) expect(toldTo(crowd[at] ?? fail()).named).toEqual(idsOf(0, 6, 7))
})

it('PS9 names everyone again when they are few', async () => {
  const hand = new HandHub({ presenceListed: 4, presenceGraceMs: 100 })
  const crowd = await Promise.all([0, 1, 2, 0, 1, 2].map((at) => hand.live(at)))
  await hand.clock.run(300)
  const [ada] = crowd
  if (!ada) fail()
  expect(toldTo(ada)).toEqual({ named: [], crowd: { online: 3, here: 0 } })
  for (const { connection } of crowd.splice(4)) connection.closed()
  await hand.clock.run(1_000)
  expect(toldTo(ada)).toEqual({ named: crowd.map(({ connection }) => connection.id).sort(), crowd: null })
})

it('PS9 tells a console that was too slow everything when it has drained', async () => {
  const hand = new HandHub({ presenceListed: 2 })
  const crowd = await Promise.all([0, 1, 2].map((at) => hand.live(at)))
  for (const console of crowd) console.send({ type: 'here', place: place('/groups') })
  await hand.clock.run(300)
  const [slow, moves, stays] = crowd
  if (!slow || !moves || !stays) fail()
  slow.unsent = 2 * 1024 * 1024
  await slow.subscribe(1, 'organization.summary', {})
  const before = slow.of('presence').length
  moves.send({ type: 'here', place: place('/users') })
  await hand.clock.run(300)
  expect(slow.of('presence')).toHaveLength(before)
  slow.unsent = 0
  await hand.clock.run(300)
  expect(slow.of('presence')).toHaveLength(before + 1)
  expect(toldTo(slow)).toEqual(toldTo(stays))
})

function fail(): never {
  throw new Error('there is no such console')
}
