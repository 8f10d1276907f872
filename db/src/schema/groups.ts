import { sql } from 'drizzle-orm'
import { check, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, organizationId } from './columns.ts'
import { organizations } from './organizations.ts'

/**
 * Named sets of users. Built-in ones have no rows in `group_members`: their members are computed.
 * `createdBy` is history and outlives the user, so it is no foreign key.
 */
export const groups = pgTable(
  'groups',
  {
    organizationId: organizationId().references(() => organizations.id, { onDelete: 'cascade' }),
    id: uuid().notNull(),
    kind: text().notNull(),
    name: text().notNull(),
    description: text().notNull().default(''),
    createdAt: instant('created_at').notNull().defaultNow(),
    createdBy: uuid('created_by'),
  },
  (table) => [
    primaryKey({ name: 'groups_pk', columns: [table.organizationId, table.id] }),
    uniqueIndex('groups_name').on(table.organizationId, sql`lower(${table.name})`),
    uniqueIndex('groups_one_of_each_built_in')
      .on(table.organizationId, table.kind)
      .where(sql`${table.kind} <> 'custom'`),
    check('groups_kind', sql`${table.kind} in ('custom', 'all-users', 'all-analysts')`),
    check('groups_name_length', sql`char_length(${table.name}) between 1 and 120`),
    check('groups_description_length', sql`char_length(${table.description}) <= 2000`),
  ],
)
