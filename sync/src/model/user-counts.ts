import type { User } from './entities.ts'

/** How many users there are of each status, and of those that rules ask about. Kept live, so that asking is free. */
export interface UserCounts {
  active: number
  invited: number
  disabled: number
  /** Active users with the role Admin. */
  activeAdmins: number
  /** Members of All Analysts: active admins and analysts (C30). Members of All Users are all `active` (C29). */
  activeAnalysts: number
}

export function noUsers(): UserCounts {
  return { active: 0, invited: 0, disabled: 0, activeAdmins: 0, activeAnalysts: 0 }
}

/** Counts a user in (`by` 1) or out (`by` -1). */
export function countUser(counts: UserCounts, user: User, by: 1 | -1): void {
  counts[user.status] += by
  if (user.status !== 'active') return
  if (user.roles.includes('admin')) counts.activeAdmins += by
  if (isAnalyst(user)) counts.activeAnalysts += by
}

/** True for the roles that All Analysts holds (C30). */
export function isAnalyst(user: User): boolean {
  return user.roles.includes('admin') || user.roles.includes('analyst')
}
