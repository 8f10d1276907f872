import { sql } from 'drizzle-orm'
import { check, foreignKey, integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { json, organizationId } from './columns.ts'
import { stagedBatches } from './staged-batches.ts'

/** One wanted row of a batch, in the order of the file. Positions begin at 0; exclusions name them. */
export const stagedBatchRows = pgTable(
  'staged_batch_rows',
  {
    organizationId: organizationId(),
    batchId: uuid('batch_id').notNull(),
    position: integer().notNull(),
    row: json('row').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'staged_batch_rows_pk',
      columns: [table.organizationId, table.batchId, table.position],
    }),
    foreignKey({
      name: 'staged_batch_rows_batch',
      columns: [table.organizationId, table.batchId],
      foreignColumns: [stagedBatches.organizationId, stagedBatches.id],
    }).onDelete('cascade'),
    check('staged_batch_rows_position', sql`${table.position} >= 0`),
    check('staged_batch_rows_row', sql`jsonb_typeof(${table.row}) = 'object'`),
  ],
)
