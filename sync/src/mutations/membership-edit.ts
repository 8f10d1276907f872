import { z } from 'zod'
import type { State } from '../model/state.ts'
import { isProblem, type Problem } from '../protocol/problem.ts'
import { Id } from '../protocol/scalars.ts'
import { customGroup } from './group-lookup.ts'
import type { Planned } from './mutation.ts'
import { unknownIds } from './unknown-ids.ts'

/** Adding and removing members take the same arguments. */
export const MembershipArgs = z.strictObject({ groupId: Id, userIds: z.array(Id).min(1).max(10_000) })
export type MembershipArgs = z.infer<typeof MembershipArgs>

/** How many facts changed: no-ops do not count. */
export interface Changed {
  changed: number
}

/**
 * Brings people into a custom group or out of it. Those who already are where they should be are left
 * out. Disabled and invited users may be members: their groups wait for them (V19, V21).
 */
export function planMembershipEdit(
  state: State,
  { groupId, userIds }: MembershipArgs,
  op: 'add' | 'remove',
): Planned<Changed> | Problem {
  const group = customGroup(state, groupId)
  if (isProblem(group)) return group
  const unknown = unknownIds(state.users, userIds, 'userIds')
  if (unknown) return unknown
  const effective = [...new Set(userIds)].filter((id) => state.members.has(groupId, id) === (op === 'remove'))
  return {
    changes: effective.length > 0 ? [{ entity: 'membership', op, groupId, userIds: effective }] : [],
    result: { changed: effective.length },
  }
}
