import { foreignKey, index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { changeSets } from './change-sets.ts'
import { instant, organizationId } from './columns.ts'

/** Bulk operations staged as one entry of a change set; what they hold is in `staged_batch_rows`. */
export const stagedBatches = pgTable(
  'staged_batches',
  {
    organizationId: organizationId(),
    id: uuid().notNull(),
    changeSetId: uuid('change_set_id').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ name: 'staged_batches_pk', columns: [table.organizationId, table.id] }),
    index('staged_batches_by_change_set').on(table.organizationId, table.changeSetId),
    foreignKey({
      name: 'staged_batches_change_set',
      columns: [table.organizationId, table.changeSetId],
      foreignColumns: [changeSets.organizationId, changeSets.id],
    }).onDelete('cascade'),
  ],
)
