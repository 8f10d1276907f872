import * as Y from 'yjs'
import { MemoryStaging } from '../hub/memory/memory-staging.ts'
import { stateVectorOf } from '../staging/coverage.ts'
import type { HandHub } from './hand-hub.ts'

/** Stages all users as members of one group, as one entry of the Shared draft; answers what saves it. */
export async function stagedBatch(hand: HandHub) {
  const { organizationId } = hand
  const [changeSetId, batchId] = [hand.changeSetId(), hand.clock.id()]
  const rows = hand.image.users.map(({ id }, line) => ({
    kind: 'membership' as const,
    line: line + 2,
    groupId: hand.groupId(),
    userId: id,
    to: 'in' as const,
  }))
  await new MemoryStaging(hand.database).putBatch(organizationId, batchId, changeSetId, rows)
  const changes = [
    { kind: 'batch' as const, batchId, of: 'memberships' as const, name: 'f', count: rows.length },
  ]
  await hand.hub.staging.stage({ organizationId, userId: hand.userId(0), changeSetId, changes })
  const doc = new Y.Doc()
  for (const { update } of hand.database.stagedUpdates(organizationId, changeSetId))
    Y.applyUpdate(doc, update)
  const args = { changeSetId, scope: { of: 'all' }, stateVector: stateVectorOf(doc) }
  const mutationId = hand.clock.id()
  return { mutationId, save: () => hand.mutate(0, 'changeSet.commit', args, mutationId) }
}
