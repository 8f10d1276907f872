import { sql } from 'drizzle-orm'
import { check, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { counter, instant, json, organizationId } from './columns.ts'
import { organizations } from './organizations.ts'

/**
 * The commit log: commit N takes the organization from version N-1 to N. It is history: ids in it may
 * name rows that are gone, so only the organization is a foreign key.
 */
export const commits = pgTable(
  'commits',
  {
    organizationId: organizationId().references(() => organizations.id, { onDelete: 'cascade' }),
    version: counter('version').notNull(),
    mutationId: uuid('mutation_id').notNull(),
    mutation: text().notNull(),
    actorId: uuid('actor_id'),
    at: instant('at').notNull(),
    changeSetId: uuid('change_set_id'),
    changes: json('changes').notNull(),
  },
  (table) => [
    primaryKey({ name: 'commits_pk', columns: [table.organizationId, table.version] }),
    uniqueIndex('commits_mutation').on(table.organizationId, table.mutationId),
    check('commits_version', sql`${table.version} > 0`),
    check('commits_changes', sql`jsonb_typeof(${table.changes}) = 'array'`),
  ],
)
