import { expect, it } from 'vitest'
import { HandHub } from '../simulation/hand-hub.ts'

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
