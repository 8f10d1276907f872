/** Members of any group, whether stored (custom) or computed (All Users, All Analysts: C29, C30). */
import type { Id } from '../protocol/scalars.ts'
import type { BuiltInGroup, Group, User } from './entities.ts'
import type { Ordinals } from './ordinals.ts'
import type { State } from './state.ts'
import { isAnalyst } from './user-counts.ts'

/** True when the user belongs to a built-in group of this kind by their status and roles. */
export function belongsTo(kind: BuiltInGroup['kind'], user: User): boolean {
  return user.status === 'active' && (kind === 'all-users' || isAnalyst(user))
}

/** How many members the group has; needs no walk over them. */
export function memberCount(state: State, group: Group): number {
  if (group.kind === 'all-users') return state.userCounts.active
  if (group.kind === 'all-analysts') return state.userCounts.activeAnalysts
  return state.members.countOf(group.id)
}

export function isMember(state: State, group: Group, userId: Id): boolean {
  if (group.kind === 'custom') return state.members.has(group.id, userId)
  const user = state.users.get(userId)
  return user !== undefined && belongsTo(group.kind, user)
}

/** Ordinals of the group's members, ascending. Cost for built-in groups: a walk over all users. */
export function memberOrdinals(state: State, group: Group): Ordinals {
  if (group.kind === 'custom') return state.members.ordinalsOf(group.id)
  const list = new Uint32Array(memberCount(state, group))
  let length = 0
  for (const ordinal of state.users.ordinals()) {
    const user = state.users.at(ordinal)
    if (user !== undefined && belongsTo(group.kind, user)) list[length++] = ordinal
  }
  return list
}

/** How many groups the user with this ordinal is in, built-in ones included. */
export function groupCount(state: State, ordinal: number): number {
  const user = state.users.at(ordinal)
  if (user === undefined) return 0
  let count = state.members.leftsAt(ordinal).length
  for (const group of state.builtInGroups) if (belongsTo(group.kind, user)) count++
  return count
}
