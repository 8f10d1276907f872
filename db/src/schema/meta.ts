import { pgTable, text } from 'drizzle-orm/pg-core'

/** Facts about this database itself. `epoch` changes with every restore from a backup. */
export const meta = pgTable('meta', {
  key: text().primaryKey(),
  value: text().notNull(),
})
