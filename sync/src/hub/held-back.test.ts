import { expect, it } from 'vitest'
import { isProblem } from '../protocol/problem.ts'
import { HandHub } from '../simulation/hand-hub.ts'
import { stagedBatch } from '../simulation/staged-batch.ts'

/** A hub in the middle of writing a long save of one group's members: `goOn` lets it go on. */
async function whileWriting() {
  const hand = new HandHub({ longRows: 2, bigRows: 3 })
  const { mutationId, save } = await stagedBatch(hand)
  const { promise, resolve: goOn } = Promise.withResolvers<void>()
  let isWriting = false
  hand.hooks = {
    before: (operation) => {
      if (operation !== 'commit.chunk' || isWriting) return
      isWriting = true
      return promise
    },
  }
  const saving = save()
  while (!isWriting) await hand.clock.run(1)
  return { hand, saving, goOn, mutationId }
}

const versionOf = (answer: unknown) =>
  isProblem(answer) ? answer.kind : (answer as { version: number }).version
const versions = (hand: HandHub) => hand.database.commits(hand.organizationId).map(({ version }) => version)

it('CM16 saves what others do while the rows of a long save are written, whatever they do elsewhere', async () => {
  const { hand, saving, goOn } = await whileWriting()
  const other = { groupId: hand.groupId(3), userIds: [hand.userId(4)] }
  expect(versionOf(await hand.mutate(1, 'membership.add', other))).toBe(1)
  expect(versionOf(await hand.mutate(0, 'membership.remove', other))).toBe(2)
  expect(versionOf(await hand.mutate(1, 'group.rename', { groupId: hand.groupId(3), name: 'Other' }))).toBe(3)
  goOn()
  await hand.clock.run(1_000)
  expect(await saving).toMatchObject({ version: 4, result: { saved: 8 } })
  const state = await hand.hub.state(hand.organizationId)
  expect(state?.version).toBe(4)
  expect(state?.members.countOf(hand.groupId())).toBe(8)
  expect(state?.groups.get(hand.groupId(3))?.name).toBe('Other')
})

it('CM16 holds back who wants the same facts, and nobody else, until the save is over', async () => {
  const { hand, saving, goOn } = await whileWriting()
  const same = { groupId: hand.groupId(), userIds: [hand.userId(4)] }
  const order: string[] = []
  const note = (name: string, answer: Promise<unknown>) =>
    answer.then((got) => order.push(`${name} ${versionOf(got)}`))
  const all = [
    note('same', hand.mutate(1, 'membership.add', same)),
    note('behind', hand.mutate(1, 'group.rename', { groupId: hand.groupId(3), name: 'Mine' })),
    note('other', hand.mutate(2, 'group.rename', { groupId: hand.groupId(4), name: 'Theirs' })),
    note('save', saving),
  ]
  await hand.clock.run(100)
  expect(order).toEqual(['other 1'])
  goOn()
  await hand.clock.run(1_000)
  await Promise.all(all)
  expect(order.slice(0, 2)).toEqual(['other 1', 'save 2'])
  expect(order.slice(2).toSorted()).toEqual(['behind 3', 'same 2'])
  expect(
    hand.database.image(hand.organizationId)?.members.find(({ groupId }) => groupId === hand.groupId())
      ?.userIds,
  ).toHaveLength(8)
  expect(versions(hand)).toEqual([1, 2, 3])
})

it('CM8 CM16 lets who was held back go on when the save is cancelled', async () => {
  const { hand, saving, goOn, mutationId } = await whileWriting()
  const adding = hand.mutate(1, 'membership.add', { groupId: hand.groupId(), userIds: [hand.userId(4)] })
  const console = await hand.live(0)
  console.send({ type: 'cancel', mutationId })
  goOn()
  await hand.clock.run(1_000)
  expect(versionOf(await saving)).toBe('cancelled')
  expect(versionOf(await adding)).toBe(1)
})

it('CM15 CM16 plans again what other nodes made wrong while it was written', async () => {
  const { hand, saving, goOn } = await whileWriting()
  const { organizationId } = hand
  const args = { groupId: hand.groupId(), userIds: [hand.userId(4)] }
  const request = { organizationId, actorId: hand.userId(1), name: 'membership.add', args }
  expect(versionOf(await hand.node().mutate(request))).toBe(1)
  goOn()
  await hand.clock.run(1_000)
  expect(await saving).toMatchObject({ version: 2, result: { saved: 7, noops: 1 } })
})
