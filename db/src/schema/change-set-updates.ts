import { sql } from 'drizzle-orm'
import { check, foreignKey, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { changeSets } from './change-sets.ts'
import { bytes, counter, instant, organizationId } from './columns.ts'

/**
 * Yjs updates of a change set's document. `seq` rises by commit order because it is taken under the lock
 * of the `change_sets` row. `actorId` is null when the server itself wrote (a save that unstages).
 */
export const changeSetUpdates = pgTable(
  'change_set_updates',
  {
    organizationId: organizationId(),
    changeSetId: uuid('change_set_id').notNull(),
    seq: counter('seq').notNull(),
    update: bytes('update').notNull(),
    actorId: uuid('actor_id'),
    at: instant('at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({
      name: 'change_set_updates_pk',
      columns: [table.organizationId, table.changeSetId, table.seq],
    }),
    foreignKey({
      name: 'change_set_updates_change_set',
      columns: [table.organizationId, table.changeSetId],
      foreignColumns: [changeSets.organizationId, changeSets.id],
    }).onDelete('cascade'),
    check('change_set_updates_seq', sql`${table.seq} > 0`),
  ],
)
