import { expect, it } from 'vitest'
import { CLOSE } from '../protocol/close-codes.ts'
import { HandHub } from '../simulation/hand-hub.ts'

const MB = 1024 * 1024

async function slowAndFast() {
  const hand = new HandHub()
  const [slow, fast] = [await hand.live(0), await hand.live(1)]
  for (const console of [slow, fast]) await console.subscribe(1, 'group.members', hand.members())
  const add = (at: number) =>
    hand.mutate(0, 'membership.add', { groupId: hand.groupId(), userIds: [hand.userId(at)] })
  slow.unsent = 2 * MB
  await add(4)
  return { hand, slow, fast, add }
}

it('FN2 sends a slow console no deltas, and a fresh snapshot when it has drained', async () => {
  const { hand, slow, fast, add } = await slowAndFast()
  await add(5)
  await add(6)
  expect([slow.deltas.length, fast.deltas.length]).toEqual([1, 3])
  slow.unsent = 0
  await hand.clock.run(200)
  expect(slow.last('snapshot')).toMatchObject({ at: 3, result: { meta: { total: 3 } } })
  await add(7)
  expect(slow.deltas.at(-1)).toMatchObject({ from: 3, to: 4 })
})

it('FN8 answers what a slow console asks for once, when it has drained', async () => {
  const { hand, slow } = await slowAndFast()
  const before = slow.of('snapshot').length
  for (let at = 0; at < 20; at++) await slow.subscribe(7, 'group.detail', { groupId: hand.groupId(3) })
  await slow.subscribe(8, 'group.list', { nonsense: true })
  expect(slow.of('snapshot')).toHaveLength(before)
  expect(slow.last('refused')).toMatchObject({ subscriptionId: 8 })
  slow.unsent = 0
  await hand.clock.run(200)
  const answers = slow.of('snapshot').slice(before)
  expect(answers.filter(({ subscriptionId }) => subscriptionId === 7)).toHaveLength(1)
  await hand.mutate(0, 'group.describe', { groupId: hand.groupId(3), description: 'new' })
  expect(slow.deltas.at(-1)?.channel).toBe(
    answers.find(({ subscriptionId }) => subscriptionId === 7)?.channel,
  )
})

it('FN3 closes a console that is hopelessly behind, or slow for 30 s', async () => {
  const { hand, slow } = await slowAndFast()
  await hand.clock.run(29_000)
  expect(slow.closedWith).toBeUndefined()
  await hand.clock.run(2_000)
  expect(slow.closedWith).toBe(CLOSE.tryLater)
  const other = await slowAndFast()
  other.slow.unsent = 9 * MB
  await other.hand.clock.run(200)
  expect(other.slow.closedWith).toBe(CLOSE.tryLater)
})

it('FN4 neither delays nor breaks the neighbours of a console whose socket throws', async () => {
  const hand = new HandHub()
  const [broken, fine] = [await hand.live(0), await hand.live(1)]
  for (const console of [broken, fine]) await console.subscribe(1, 'group.members', hand.members())
  broken.texts.push = () => {
    throw new Error('socket is gone')
  }
  const answer = await hand.mutate(0, 'membership.add', {
    groupId: hand.groupId(),
    userIds: [hand.userId(4)],
  })
  expect(answer).toMatchObject({ version: 1 })
  expect(fine.deltas).toHaveLength(1)
})
