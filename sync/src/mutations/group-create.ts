import { z } from 'zod'
import { GroupDescription, GroupName } from '../model/entities.ts'
import { problem } from '../protocol/problem.ts'
import { Id } from '../protocol/scalars.ts'
import { nameTaken } from './group-lookup.ts'
import type { Mutation } from './mutation.ts'

const args = z.strictObject({ groupId: Id, name: GroupName, description: GroupDescription })

/** Makes an empty custom group (C33). Needs the Business plan (C26). */
export const groupCreate: Mutation<z.infer<typeof args>, { groupId: Id }> = {
  name: 'group.create',
  args,
  requires: 'manageGroups',
  plan(state, { groupId, name, description }, { actorId, now }) {
    if (state.organization.plan === 'pro')
      return problem('forbidden', 'Custom groups need the Business plan', {
        detail: 'On the Pro plan dashboards can be shared with All Users and All Analysts.',
      })
    if (state.groups.has(groupId)) return problem('conflict', 'This group exists already')
    const taken = nameTaken(state, name)
    if (taken) return taken
    const after = {
      id: groupId,
      kind: 'custom',
      name,
      description,
      createdAt: now,
      createdBy: actorId,
    } as const
    return { changes: [{ entity: 'group', op: 'create', id: groupId, after }], result: { groupId } }
  },
}
