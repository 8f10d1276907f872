import { pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { organizationId } from './columns.ts'

/**
 * Memberships of custom groups. That group and user exist is kept by triggers which look at all rows of a
 * statement at once (db/drizzle/0001): foreign keys look at each, which is most of the cost of adding 100,000.
 * Who added a member, and when, is in the commit log.
 */
export const groupMembers = pgTable(
  'group_members',
  {
    organizationId: organizationId(),
    groupId: uuid('group_id').notNull(),
    userId: uuid('user_id').notNull(),
  },
  (table) => [
    primaryKey({ name: 'group_members_pk', columns: [table.organizationId, table.groupId, table.userId] }),
  ],
)
