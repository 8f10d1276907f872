/** The text key of one fact. Staged changes are keyed by it, so two admins staging the same thing converge. */
import type { Id } from '../protocol/scalars.ts'

export const factKey = {
  membership: (groupId: Id, userId: Id) => `membership:${groupId}:${userId}`,
  share: (groupId: Id, dashboardId: Id) => `share:${groupId}:${dashboardId}`,
  group: (groupId: Id) => `group:${groupId}`,
  user: (userId: Id) => `user:${userId}`,
  dashboard: (dashboardId: Id) => `dashboard:${dashboardId}`,
  batch: (batchId: Id) => `batch:${batchId}`,
  exclusion: (batchId: Id, position: number) => `${batchId}:${position}`,
} as const
