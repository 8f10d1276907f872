import { sql } from 'drizzle-orm'
import { check, foreignKey, index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { counter, organizationId } from './columns.ts'
import { groups } from './groups.ts'
import { users } from './users.ts'

/** Memberships of custom groups. `addedVersion` is the commit that put the user in. */
export const groupMembers = pgTable(
  'group_members',
  {
    organizationId: organizationId(),
    groupId: uuid('group_id').notNull(),
    userId: uuid('user_id').notNull(),
    addedVersion: counter('added_version').notNull(),
  },
  (table) => [
    primaryKey({ name: 'group_members_pk', columns: [table.organizationId, table.groupId, table.userId] }),
    index('group_members_by_user').on(table.organizationId, table.userId, table.groupId),
    foreignKey({
      name: 'group_members_group',
      columns: [table.organizationId, table.groupId],
      foreignColumns: [groups.organizationId, groups.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'group_members_user',
      columns: [table.organizationId, table.userId],
      foreignColumns: [users.organizationId, users.id],
    }).onDelete('cascade'),
    check('group_members_added_version', sql`${table.addedVersion} > 0`),
  ],
)
