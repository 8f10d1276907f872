import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import { drizzleOn, type Sql } from './connection.ts'
import { noteDatabase } from './note-database.ts'

const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url))
/** "Must" in ASCII: the key of the advisory lock under which one node migrates and the others wait. */
const lockKey = 0x4d757374

/**
 * Brings the database to this code's schema and makes sure that it has an epoch, a new one when it was restored
 * elsewhere since (`moved`). Safe when several nodes start at once, and when there is nothing to do. Throws an `Error`
 * with a readable message when Postgres is older than 15, when the database is not UTF-8, or when a newer Muster has
 * already migrated it.
 */
export async function migrate(sql: Sql): Promise<{ moved: boolean }> {
  if (sql.options.max < 2) throw new Error('Migrating needs a pool of at least 2 connections.')
  return sql.begin(async (holder) => {
    await checkServer(holder)
    await holder`select pg_advisory_xact_lock(${lockKey})`
    await refuseNewerDatabase(holder)
    // The lock is held by this transaction while the migrator works on another connection.
    await applyMigrations(drizzleOn(sql), { migrationsFolder })
    return noteDatabase(holder)
  })
}

type Queryable = Pick<Sql, 'unsafe'>

async function checkServer(sql: Queryable): Promise<void> {
  const [server] = await sql.unsafe<{ number: string; version: string; encoding: string }[]>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as version,
            current_setting('server_encoding') as encoding`,
  )
  if (Number(server?.number) < 150_000) {
    throw new Error(`Muster needs Postgres 15 or newer; this server is ${server?.version}.`)
  }
  if (server?.encoding !== 'UTF8') {
    throw new Error(`Muster needs a database with encoding UTF8; this one has ${server?.encoding}.`)
  }
}

async function refuseNewerDatabase(sql: Queryable): Promise<void> {
  const [table] = await sql.unsafe<{ exists: boolean }[]>(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as exists`,
  )
  if (!table?.exists) return
  const [last] = await sql.unsafe<{ at: number | null }[]>(
    'select max(created_at) as at from drizzle.__drizzle_migrations',
  )
  const known = Math.max(...readMigrationFiles({ migrationsFolder }).map((file) => file.folderMillis))
  if (Number(last?.at ?? 0) > known) {
    throw new Error(
      'This database was migrated by a newer Muster than this one. Start the newer version, or restore a backup from before the upgrade.',
    )
  }
}
