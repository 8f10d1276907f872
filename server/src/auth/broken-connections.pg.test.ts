import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createServer, type MusterServer } from '../server.ts'
import { signedIn } from '../testing/browser.ts'
import { createOrganization, type TestOrganization } from '../testing/organization.ts'

let database: TestDatabase
let server: MusterServer
let organization: TestOrganization

beforeAll(async () => {
  database = await createTestDatabase()
  organization = await createOrganization(database.sql)
  server = await createServer({ databaseUrl: database.url })
})
afterAll(async () => {
  await server?.stop()
  await database?.drop()
})

it('takes nobody for somebody else, nor for a stranger, and never fails for good, while its connections are being cut', async () => {
  const people = [organization.admin, organization.secondAdmin, organization.manager]
  const browsers = await Promise.all(people.map((person) => signedIn(server.url, person)))
  const outcomes = { right: 0, unavailable: 0, wrong: [] as unknown[] }
  let isOver = false
  const asking = browsers.map(async (browser, index) => {
    while (!isOver) {
      const response = await browser.fetch('/api/me')
      const body = (await response.json()) as { account?: { email: string }; detail?: string }
      if (response.status === 503 && body.detail === 'Try again in a moment.') outcomes.unavailable += 1
      else if (body.account?.email === people[index]?.email) outcomes.right += 1
      else outcomes.wrong.push(body)
    }
  })
  for (let cut = 0; cut < 60; cut++) {
    await new Promise((resolve) => setTimeout(resolve, 30))
    await database.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'muster routes'`
  }
  isOver = true
  await Promise.all(asking)
  expect(outcomes.wrong).toEqual([])
  expect(outcomes.right).toBeGreaterThan(50)
})
