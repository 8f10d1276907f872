import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer, type MusterServer } from '../../server.ts'
import { Browser, problemIn } from '../../testing/browser.ts'

const input = {
  organizationName: 'Halden Metering',
  name: 'Ingrid Halden',
  email: 'Ingrid@Halden.example',
  password: 'a password of some length',
}

describe('set-up', () => {
  let database: TestDatabase
  let server: MusterServer

  beforeAll(async () => {
    database = await createTestDatabase()
    server = await createServer({ databaseUrl: database.url, demo: false })
  })
  afterAll(async () => {
    await server?.stop()
    await database?.drop()
  })

  it('is needed while there is no organization', async () => {
    expect(await (await new Browser(server.url).fetch('/api/set-up')).json()).toEqual({ needed: true })
  })

  it('says what is wrong with the input and creates nothing', async () => {
    const response = await new Browser(server.url).post('/api/set-up', { ...input, password: 'short' })
    expect(response.status).toBe(422)
    expect((await problemIn(response)).errors).toEqual([
      { pointer: '/password', detail: 'Use at least 10 characters' },
    ])
    expect(await database.sql`select 1 from organizations`).toHaveLength(0)
  })

  it('creates one organization when several people try at once, and signs its admin in', async () => {
    const browsers = Array.from({ length: 5 }, () => new Browser(server.url))
    const responses = await Promise.all(browsers.map((browser) => browser.post('/api/set-up', input)))
    const statuses = responses.map((response) => response.status).sort()
    expect(statuses).toEqual([200, 409, 409, 409, 409])
    const winner = browsers[responses.findIndex((response) => response.status === 200)]
    expect(await (await winner?.fetch('/api/me'))?.json()).toMatchObject({
      user: { name: 'Ingrid Halden', email: 'ingrid@halden.example', roles: ['admin'] },
      organization: { name: 'Halden Metering' },
    })
    expect(await database.sql`select 1 from accounts`).toHaveLength(1)
    expect(await database.sql`select kind from groups order by kind`).toMatchObject([
      { kind: 'all-analysts' },
      { kind: 'all-users' },
    ])
    expect(await database.sql`select kind, status from change_sets`).toMatchObject([
      { kind: 'draft', status: 'open' },
    ])
    const [first] = await database.sql`select version, mutation from commits order by version`
    expect(first).toMatchObject({ version: 1, mutation: 'organization.setUp' })
  })

  it('is over after that', async () => {
    const browser = new Browser(server.url)
    expect(await (await browser.fetch('/api/set-up')).json()).toEqual({ needed: false })
    expect((await browser.post('/api/set-up', input)).status).toBe(409)
  })
})
