import { sql } from 'drizzle-orm'
import { check, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, organizationId } from './columns.ts'
import { organizations } from './organizations.ts'

/** Staging lists. Their content is in `change_set_updates`; the row's lock orders those updates. */
export const changeSets = pgTable(
  'change_sets',
  {
    organizationId: organizationId().references(() => organizations.id, { onDelete: 'cascade' }),
    id: uuid().notNull(),
    kind: text().notNull(),
    name: text().notNull(),
    status: text().notNull().default('open'),
    createdAt: instant('created_at').notNull().defaultNow(),
    createdBy: uuid('created_by'),
    closedAt: instant('closed_at'),
    closedBy: uuid('closed_by'),
  },
  (table) => [
    primaryKey({ name: 'change_sets_pk', columns: [table.organizationId, table.id] }),
    uniqueIndex('change_sets_one_draft').on(table.organizationId).where(sql`${table.kind} = 'draft'`),
    check('change_sets_kind', sql`${table.kind} in ('draft', 'named')`),
    check('change_sets_status', sql`${table.status} in ('open', 'saved', 'discarded')`),
    check('change_sets_draft_stays_open', sql`${table.kind} <> 'draft' or ${table.status} = 'open'`),
    check('change_sets_closed', sql`(${table.status} = 'open') = (${table.closedAt} is null)`),
    check('change_sets_name', sql`char_length(${table.name}) between 1 and 120`),
  ],
)
