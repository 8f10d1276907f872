import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer, type MusterServer } from '../../server.ts'
import { Browser, signedIn } from '../../testing/browser.ts'
import { createOrganization, type TestOrganization } from '../../testing/organization.ts'

describe('exports', () => {
  let database: TestDatabase
  let server: MusterServer
  let organization: TestOrganization

  beforeAll(async () => {
    database = await createTestDatabase()
    organization = await createOrganization(database.sql)
    await database.sql`update groups set description = '=HYPERLINK("http://evil.example")'
      where id = ${organization.groupId}`
    server = await createServer({ databaseUrl: database.url })
  })
  afterAll(async () => {
    await server?.stop()
    await database?.drop()
  })

  it('N12 gives the groups as a file that no spreadsheet runs', async () => {
    const admin = await signedIn(server.url, organization.admin)
    const response = await admin.fetch('/api/groups.csv')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="groups.csv"')
    const lines = (await response.text()).trim().split('\r\n')
    expect(lines[0]).toContain('"name","description","kind","members","dashboards","created"')
    expect(lines[1]).toMatch(/^"All Analysts","","built-in","2","0",/)
    expect(lines[3]).toMatch(
      /^"Field Operations","'=HYPERLINK\(""http:\/\/evil\.example""\)","custom","1","0",/,
    )
  })

  it('N12 gives the members of a group, computed ones too', async () => {
    const admin = await signedIn(server.url, organization.admin)
    const text = await (await admin.fetch(`/api/groups/${organization.groupId}/members.csv`)).text()
    expect(text).toContain(`"${organization.viewer.email}","Field Operations","vera","viewer","active",""`)
    const [allUsers] = await database.sql`select id from groups where kind = 'all-users'`
    const everyone = await (await admin.fetch(`/api/groups/${allUsers?.id}/members.csv`)).text()
    expect(everyone.trim().split('\r\n')).toHaveLength(1 + 5)
  })

  it('knows no groups of other organizations, and no strangers', async () => {
    const other = await createOrganization(database.sql, 'Other')
    const admin = await signedIn(server.url, other.admin)
    expect((await admin.fetch(`/api/groups/${organization.groupId}/members.csv`)).status).toBe(404)
    expect((await admin.fetch(`/api/groups.csv?organization=${organization.id}`)).status).toBe(403)
    expect((await new Browser(server.url).fetch('/api/groups.csv')).status).toBe(401)
  })
})
