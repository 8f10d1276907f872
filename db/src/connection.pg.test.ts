import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { drizzleOn } from './connection.ts'
import { commits } from './schema/commits.ts'
import { organizations } from './schema/organizations.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

it('reads bigint as number and moments as ISO text in UTC', async () => {
  const [row] = await database.sql`select 9007199254740991::bigint as version,
    '2026-03-04 12:20:00.5+01'::timestamptz as at, array['2026-03-04 11:20:00Z'::timestamptz] as list`
  expect(row?.version).toBe(Number.MAX_SAFE_INTEGER)
  expect(row?.at).toBe('2026-03-04T11:20:00.500Z')
})

it('gives Drizzle and plain SQL on one pool the same values, JSON included', async () => {
  const { sql } = database
  const db = drizzleOn(sql)
  const id = randomUUID()
  const changes = [{ entity: 'organization', text: 'ü "quoted"' }]
  const at = '2026-03-04T11:20:00.123Z'
  await db.insert(organizations).values({ id, name: 'One', plan: 'pro', version: 1 })
  await db
    .insert(commits)
    .values({ organizationId: id, version: 1, mutationId: randomUUID(), mutation: 'x', at, changes })

  const [plain] = await sql`select at, changes, version from commits where organization_id = ${id}`
  expect(plain).toEqual({ at, changes, version: 1 })
  const [typed] = await db.select().from(commits).where(eq(commits.organizationId, id))
  expect(typed).toMatchObject({ at, changes, version: 1 })

  await sql`update commits set changes = ${sql.json([{ again: true }])} where organization_id = ${id}`
  const [again] = await db.select().from(commits).where(eq(commits.organizationId, id))
  expect(again?.changes).toEqual([{ again: true }])
})

it('keeps plain SQL as it was inside and after a transaction of Drizzle', async () => {
  const { sql } = database
  await drizzleOn(sql).transaction(async (transaction) => {
    const rows = await transaction.select({ at: organizations.createdAt }).from(organizations).limit(1)
    expect(rows[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  })
  const [row] = await sql`select now() as at, ${sql.json({ a: 1 })}::jsonb as json`
  expect(row).toMatchObject({ at: expect.stringMatching(/T.*Z$/), json: { a: 1 } })
})
