import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'

const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url))

/** When the newest migration that this code knows was written, as the ledger `drizzle.__drizzle_migrations` has it. */
export function lastMigration(): number {
  return Math.max(...readMigrationFiles({ migrationsFolder }).map((file) => file.folderMillis))
}
