import { sql } from 'drizzle-orm'
import { type AnyPgColumn, check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { counter, instant } from './columns.ts'

/** Tenants. `version` is the number of the last commit; a commit takes it under this row's lock. */
export const organizations = pgTable(
  'organizations',
  {
    id: uuid().primaryKey(),
    parentId: uuid('parent_id').references((): AnyPgColumn => organizations.id),
    name: text().notNull(),
    plan: text().notNull(),
    version: counter('version').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('organizations_parent').on(table.parentId),
    check('organizations_name', sql`char_length(${table.name}) between 1 and 200`),
    check('organizations_plan', sql`${table.plan} in ('pro', 'business', 'enterprise')`),
    check('organizations_version', sql`${table.version} >= 0`),
    check('organizations_not_own_parent', sql`${table.parentId} <> ${table.id}`),
  ],
)
