import { sql } from 'drizzle-orm'
import { check, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { counter, json, organizationId } from './columns.ts'
import { organizations } from './organizations.ts'

/** Answers of mutations that were applied: one sent again is answered from here and changes nothing. */
export const mutationResults = pgTable(
  'mutation_results',
  {
    organizationId: organizationId().references(() => organizations.id, { onDelete: 'cascade' }),
    mutationId: uuid('mutation_id').notNull(),
    actorId: uuid('actor_id'),
    version: counter('version').notNull(),
    result: json('result'),
  },
  (table) => [
    primaryKey({ name: 'mutation_results_pk', columns: [table.organizationId, table.mutationId] }),
    check('mutation_results_version', sql`${table.version} >= 0`),
  ],
)
