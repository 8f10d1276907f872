import { createHash, randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { connect, type Sql } from './connection.ts'
import { migrate } from './migrate.ts'

export interface TestDatabase {
  url: string
  sql: Sql
  /** Closes `sql` and removes the database, even if other connections are open. */
  drop(): Promise<void>
}

/**
 * A fresh, migrated, empty database for one suite, on the server of TEST_DATABASE_URL. Copied from a
 * template that the first caller makes, so it costs milliseconds. Call `drop` in `afterAll`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run this in the "pg" project of Vitest.')
  const name = `muster_test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, async (admin) => {
    const template = await ensureTemplate(server, admin)
    await admin.unsafe(`create database ${name} template ${template}`)
  })
  const url = databaseUrl(server, name)
  const sql = connect(url, { max: 6, applicationName: 'muster test' })
  return {
    url,
    sql,
    async drop() {
      await sql.end({ timeout: 1 })
      await onServer(server, (admin) => admin.unsafe(`drop database if exists ${name} with (force)`))
    },
  }
}

/** Made under a temporary name and renamed when whole: a name that exists is a template that works. */
async function ensureTemplate(server: string, admin: Sql): Promise<string> {
  const template = `muster_template_${migrationsHash()}`
  await admin.begin(async (lock) => {
    await lock`select pg_advisory_xact_lock(hashtext(${template}))`
    const [found] = await lock`select 1 from pg_database where datname = ${template}`
    if (found) return
    const draft = `${template}_draft`
    await admin.unsafe(`drop database if exists ${draft} with (force)`)
    await admin.unsafe(`create database ${draft} template template0 encoding 'UTF8'`)
    const sql = connect(databaseUrl(server, draft), { max: 2 })
    await migrate(sql).finally(() => sql.end())
    await admin.unsafe(`alter database ${draft} rename to ${template}`)
  })
  return template
}

function migrationsHash(): string {
  const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url))
  const hashes = readMigrationFiles({ migrationsFolder }).map((file) => file.hash)
  return createHash('sha256').update(hashes.join()).digest('hex').slice(0, 16)
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function onServer<T>(server: string, work: (admin: Sql) => Promise<T>): Promise<T> {
  const admin = connect(server, { max: 2 })
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}
