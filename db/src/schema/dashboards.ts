import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant, organizationId } from './columns.ts'
import { organizations } from './organizations.ts'
import { users } from './users.ts'

/** Dashboards as this console knows them: names, owners and whether they are published. */
export const dashboards = pgTable(
  'dashboards',
  {
    organizationId: organizationId().references(() => organizations.id, { onDelete: 'cascade' }),
    id: uuid().notNull(),
    name: text().notNull(),
    slug: text().notNull(),
    ownerId: uuid('owner_id'),
    published: boolean().notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ name: 'dashboards_pk', columns: [table.organizationId, table.id] }),
    uniqueIndex('dashboards_slug').on(table.organizationId, table.slug),
    index('dashboards_by_owner').on(table.organizationId, table.ownerId),
    foreignKey({
      name: 'dashboards_owner',
      columns: [table.organizationId, table.ownerId],
      foreignColumns: [users.organizationId, users.id],
    }),
    check('dashboards_name', sql`char_length(${table.name}) between 1 and 200`),
    check('dashboards_slug_length', sql`char_length(${table.slug}) between 1 and 200`),
  ],
)
