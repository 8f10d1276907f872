/** What a person may do in an organization: the same pure rules for every view, mutation and route. */
import type { User } from '../model/entities.ts'

/** `console` is the right to be here at all. The organization itself needs none of them. */
export type Right = 'console' | 'manageGroups' | 'manageUsers'

/**
 * True when the user holds the right now. Disabled users hold none (V19). Admins hold all (C16); a
 * manager holds what was granted, and the console with Manage groups (V9, V10).
 */
export function holds(
  user: Pick<User, 'status' | 'roles' | 'permissions'> | undefined,
  right: Right,
): boolean {
  if (user?.status !== 'active') return false
  if (user.roles.includes('admin')) return true
  if (!user.roles.includes('manager')) return false
  return user.permissions.includes(right === 'console' ? 'manageGroups' : right)
}
