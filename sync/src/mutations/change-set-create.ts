import { z } from 'zod'
import { ChangeSetName } from '../model/entities.ts'
import { problem } from '../protocol/problem.ts'
import { Id } from '../protocol/scalars.ts'
import { changeSetNameTaken } from './change-set-lookup.ts'
import type { Mutation } from './mutation.ts'

const args = z.strictObject({ changeSetId: Id, name: ChangeSetName })

/** Opens a named change set (N4). */
export const changeSetCreate: Mutation<z.infer<typeof args>, { changeSetId: Id }> = {
  name: 'changeSet.create',
  args,
  requires: 'manageGroups',
  plan(state, { changeSetId, name }, { actorId, now }) {
    if (state.changeSets.has(changeSetId)) return problem('conflict', 'This change set exists already')
    const taken = changeSetNameTaken(state, name)
    if (taken) return taken
    const after = {
      id: changeSetId,
      kind: 'named',
      name,
      status: 'open',
      createdAt: now,
      createdBy: actorId,
      closedAt: null,
      closedBy: null,
    } as const
    return {
      changes: [{ entity: 'changeSet', op: 'create', id: changeSetId, after }],
      result: { changeSetId },
    }
  },
}
