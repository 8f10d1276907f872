import { sql } from 'drizzle-orm'
import { check, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { accounts } from './accounts.ts'
import { instant, organizationId } from './columns.ts'
import { organizations } from './organizations.ts'

/** Seats in an organization. */
export const users = pgTable(
  'users',
  {
    organizationId: organizationId().references(() => organizations.id, { onDelete: 'cascade' }),
    id: uuid().notNull(),
    accountId: uuid('account_id').references(() => accounts.id, { onDelete: 'set null' }),
    email: text().notNull(),
    name: text().notNull(),
    roles: text().array().notNull(),
    permissions: text().array().notNull().default([]),
    status: text().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    lastActiveAt: instant('last_active_at'),
  },
  (table) => [
    primaryKey({ name: 'users_pk', columns: [table.organizationId, table.id] }),
    uniqueIndex('users_email').on(table.organizationId, sql`lower(${table.email})`),
    uniqueIndex('users_account').on(table.organizationId, table.accountId),
    index('users_of_account').on(table.accountId),
    check('users_email_length', sql`char_length(${table.email}) between 3 and 254`),
    check('users_name', sql`char_length(${table.name}) between 1 and 200`),
    check(
      'users_roles',
      sql`cardinality(${table.roles}) > 0 and ${table.roles} <@ array['admin', 'manager', 'analyst', 'viewer']`,
    ),
    check('users_permissions', sql`${table.permissions} <@ array['manageUsers', 'manageGroups']`),
    check('users_status', sql`${table.status} in ('active', 'invited', 'disabled')`),
  ],
)
