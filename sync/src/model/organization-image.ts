import type { Id, Version } from '../protocol/scalars.ts'
import type { ChangeSet, Dashboard, Group, Organization, User } from './entities.ts'

/** All saved rows of one organization at one version, read in one snapshot. */
export interface OrganizationImage {
  organization: Organization
  version: Version
  users: User[]
  groups: Group[]
  dashboards: Dashboard[]
  changeSets: ChangeSet[]
  /** Members per group, only custom groups that have some. */
  members: { groupId: Id; userIds: Id[] }[]
  shares: { groupId: Id; dashboardIds: Id[] }[]
}
