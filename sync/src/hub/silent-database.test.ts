import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { isProblem } from '../protocol/problem.ts'
import { HandHub } from '../simulation/hand-hub.ts'
import { stateVectorOf } from '../staging/coverage.ts'
import type { MemoryOperation } from './memory/memory-database.ts'

const kindOf = (answer: unknown) => (isProblem(answer) ? answer.kind : 'saved')

/** From now on these fail. */
function silence(hand: HandHub, ...operations: readonly MemoryOperation[]): void {
  hand.hooks = {
    before: (operation) => {
      if (operations.includes(operation)) throw new Error('cut')
    },
  }
}

/** A hub with a person in the draft, and a save of it. */
async function withDraft() {
  const hand = new HandHub()
  const { organizationId } = hand
  const changeSetId = hand.changeSetId()
  const change = { kind: 'membership', groupId: hand.groupId(), userId: hand.userId(4), to: 'in' } as const
  await hand.hub.staging.stage({ organizationId, userId: hand.userId(0), changeSetId, changes: [change] })
  const doc = new Y.Doc()
  for (const { update } of hand.database.stagedUpdates(organizationId, changeSetId))
    Y.applyUpdate(doc, update)
  const args = { changeSetId, scope: { of: 'all' }, stateVector: stateVectorOf(doc) }
  // One that does not have the change set in memory.
  const node = hand.node()
  const console = await hand.live(0, node)
  const save = (mutationId = hand.clock.id()) =>
    node.mutate({ organizationId, actorId: hand.userId(0), name: 'changeSet.commit', args, mutationId })
  return { hand, node, console, save }
}

it('CM19 saves a change set that could not be read for a while', async () => {
  const { hand, save } = await withDraft()
  silence(hand, 'staging.read')
  const answer = save()
  await hand.clock.run(5_000)
  hand.hooks = {}
  await hand.clock.run(5_000)
  expect(await answer).toMatchObject({ version: 1, result: { saved: 1 } })
})

it('CM19 says that it is not known what became of a save whose change set stays unreadable', async () => {
  const { hand, node, save } = await withDraft()
  silence(hand, 'staging.read')
  const answer = save()
  await hand.clock.run(30_000)
  expect(kindOf(await answer)).toBe('unavailable')
  expect(node.figures.waiting).toBe(0)
})

it('CM8 CM19 stops a save whose change set cannot be read', async () => {
  const { hand, console, save } = await withDraft()
  const mutationId = hand.clock.id()
  silence(hand, 'staging.read')
  const answer = save(mutationId)
  await hand.clock.run(1_000)
  console.send({ type: 'cancel', mutationId })
  await hand.clock.run(1_000)
  expect(kindOf(await answer)).toBe('cancelled')
})

it.each([
  ['without effect', 'membership.remove', { version: 0 }],
  ['that is refused', 'group.rename', { kind: 'conflict' }],
])('CM19 checks an edit %s against the log when the database is back', async (_what, name, wanted) => {
  const hand = new HandHub()
  await hand.live()
  const [groupId, userId] = [hand.groupId(), hand.userId(4)]
  const taken = hand.image.groups[3]?.name
  silence(hand, 'find', 'log.read', 'log.tail')
  const answer = hand.mutate(
    0,
    name,
    name === 'group.rename' ? { groupId, name: taken } : { groupId, userIds: [userId] },
  )
  await hand.clock.run(5_000)
  hand.hooks = {}
  await hand.clock.run(5_000)
  expect(await answer).toMatchObject(wanted)
})

it('CM19 says that an edit without effect is not known when the database stays silent', async () => {
  const hand = new HandHub()
  await hand.live()
  silence(hand, 'find', 'log.read', 'log.tail')
  const answer = hand.mutate(0, 'membership.remove', { groupId: hand.groupId(), userIds: [hand.userId(4)] })
  await hand.clock.run(30_000)
  expect(kindOf(await answer)).toBe('unavailable')
})
