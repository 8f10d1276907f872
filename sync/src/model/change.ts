/**
 * A change: one effect on stored rows. Fact, not intent. Entity changes carry only the fields that
 * change, so two admins editing different fields of a row never overwrite each other. Changes of a
 * relation are batched by their group: a commit of 100,000 memberships stays a list of ids.
 */
import { z } from 'zod'
import { Id } from '../protocol/scalars.ts'
import { ChangeSet, Dashboard, Group, Organization, User } from './entities.ts'

/** create: only `after`, whole. update: the same fields in both. delete: only `before`, whole. */
const entityChange = <const E extends string, S extends z.ZodRawShape>(entity: E, schema: z.ZodObject<S>) =>
  z.discriminatedUnion('op', [
    z.object({ entity: z.literal(entity), op: z.literal('create'), id: Id, after: schema }),
    z.object({
      entity: z.literal(entity),
      op: z.literal('update'),
      id: Id,
      before: schema.partial(),
      after: schema.partial(),
    }),
    z.object({ entity: z.literal(entity), op: z.literal('delete'), id: Id, before: schema }),
  ])

const OrganizationChange = entityChange('organization', Organization)
const UserChange = entityChange('user', User)
const GroupChange = entityChange('group', Group)
const DashboardChange = entityChange('dashboard', Dashboard)
const ChangeSetChange = entityChange('changeSet', ChangeSet)

/** Users entering or leaving one group. `userIds` are distinct and none is a no-op. */
export const MembershipChange = z.object({
  entity: z.literal('membership'),
  op: z.enum(['add', 'remove']),
  groupId: Id,
  userIds: z.array(Id).min(1),
})
export type MembershipChange = z.infer<typeof MembershipChange>

/** Dashboards beginning or ceasing to be shared with one group. */
export const ShareChange = z.object({
  entity: z.literal('share'),
  op: z.enum(['add', 'remove']),
  groupId: Id,
  dashboardIds: z.array(Id).min(1),
})
export type ShareChange = z.infer<typeof ShareChange>

export const Change = z.union([
  MembershipChange,
  ShareChange,
  GroupChange,
  UserChange,
  DashboardChange,
  ChangeSetChange,
  OrganizationChange,
])
export type Change = z.infer<typeof Change>
export type EntityChange = Exclude<Change, MembershipChange | ShareChange>
