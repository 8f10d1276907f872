import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect, type Sql } from './connection.ts'
import { migrate } from './migrate.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'
import { DatabaseCopy } from './test-database-copy.ts'

let empty: TestDatabase

beforeAll(async () => {
  empty = await createTestDatabase()
  await empty.sql.unsafe('drop schema public cascade; drop schema drizzle cascade; create schema public')
})
afterAll(() => empty.drop())

it('migrates an empty database once when five nodes start at the same moment', async () => {
  const nodes = Array.from({ length: 5 }, () => connect(empty.url, { max: 2 }))
  await Promise.all(nodes.map((node) => migrate(node)))
  await Promise.all(nodes.map((node) => node.end()))

  const runs = await empty.sql`select hash from drizzle.__drizzle_migrations`
  expect(new Set(runs.map((run) => run.hash)).size).toBe(runs.length)
  expect(await empty.sql`select key from meta order by key`).toEqual([{ key: 'epoch' }, { key: 'place' }])
})

it('changes nothing, the epoch least of all, when the database is up to date', async () => {
  const before = await empty.sql`select value from meta`
  await migrate(empty.sql)
  expect(await empty.sql`select value from meta`).toEqual(before)
})

it('gives a new epoch to rows that were restored into another database, once', async () => {
  const epochOf = async (sql: Sql) => (await sql`select value from meta where key = 'epoch'`)[0]?.value
  const first = await createTestDatabase()
  await migrate(first.sql)
  const former = await epochOf(first.sql)
  await first.sql.end()
  const copy = await DatabaseCopy.of(first.url)
  await copy.restore()
  await copy.drop()
  const restored = connect(first.url, { max: 2 })
  expect(await epochOf(restored)).toBe(former)
  expect(await migrate(restored)).toEqual({ moved: true })
  const epoch = await epochOf(restored)
  expect(epoch).not.toBe(former)
  expect(await migrate(restored)).toEqual({ moved: false })
  expect(await epochOf(restored)).toBe(epoch)
  await restored.end()
  await first.drop()
})

it('refuses a database that a newer version has migrated', async () => {
  const hash = randomUUID()
  await empty.sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${Date.now() + 1e9})`
  await expect(migrate(empty.sql)).rejects.toThrow(/newer Muster/)
  await empty.sql`delete from drizzle.__drizzle_migrations where hash = ${hash}`
})
