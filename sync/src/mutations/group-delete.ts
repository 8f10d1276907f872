import { z } from 'zod'
import type { Change } from '../model/change.ts'
import { isProblem } from '../protocol/problem.ts'
import { Id } from '../protocol/scalars.ts'
import { customGroup } from './group-lookup.ts'
import type { Mutation } from './mutation.ts'

const args = z.strictObject({ groupId: Id })

/**
 * Deletes a custom group (C37). The commit lists every membership and share that goes with it, before
 * the group itself: the log alone can bring all of it back.
 */
export const groupDelete: Mutation<z.infer<typeof args>, null> = {
  name: 'group.delete',
  args,
  requires: 'manageGroups',
  plan(state, { groupId }) {
    const group = customGroup(state, groupId)
    if (isProblem(group)) return group
    const changes: Change[] = []
    const userIds = [...state.members.of(groupId)].sort()
    if (userIds.length > 0) changes.push({ entity: 'membership', op: 'remove', groupId, userIds })
    const dashboardIds = [...state.shares.of(groupId)].sort()
    if (dashboardIds.length > 0) changes.push({ entity: 'share', op: 'remove', groupId, dashboardIds })
    changes.push({ entity: 'group', op: 'delete', id: groupId, before: group })
    return { changes, result: null }
  },
}
