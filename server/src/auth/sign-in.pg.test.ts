import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer, type MusterServer } from '../server.ts'
import { Browser, problemIn, signedIn } from '../testing/browser.ts'
import { createOrganization, type TestOrganization } from '../testing/organization.ts'
import { storedId } from './session-store.ts'

describe('sign-in', () => {
  let database: TestDatabase
  let server: MusterServer
  let organization: TestOrganization

  beforeAll(async () => {
    database = await createTestDatabase()
    organization = await createOrganization(database.sql)
    server = await createServer({ databaseUrl: database.url, signInLimits: { pair: 3 } })
  })
  afterAll(async () => {
    await server?.stop()
    await database?.drop()
  })

  it('lets an admin in and tells who they are', async () => {
    const browser = new Browser(server.url)
    const response = await browser.signIn(organization.admin)
    expect(response.status).toBe(200)
    const answer = await response.json()
    expect(answer).toMatchObject({
      account: { id: organization.admin.accountId, email: organization.admin.email },
      user: { id: organization.admin.userId, roles: ['admin'] },
      organization: { id: organization.id, name: 'Halden Metering', plan: 'business' },
      organizations: [{ id: organization.id, name: 'Halden Metering' }],
    })
    expect(await (await browser.fetch('/api/me')).json()).toEqual(answer)
  })

  it('takes the address in any case', async () => {
    const { email, password } = organization.admin
    expect((await new Browser(server.url).signIn({ email: email.toUpperCase(), password })).status).toBe(200)
  })

  it('lets a manager with Manage groups in', async () => {
    await signedIn(server.url, organization.manager)
  })

  it('gives a cookie that scripts and other sites cannot use', async () => {
    const browser = await signedIn(server.url, organization.admin)
    expect(browser.setCookie).toMatch(
      /^muster_session=[a-z0-9]{40}; HttpOnly; Max-Age=2592000; Path=\/; SameSite=Lax$/,
    )
  })

  it('keeps only the hash of the session id', async () => {
    const browser = await signedIn(server.url, organization.admin)
    const id = browser.cookie.split('=')[1] ?? ''
    const rows = await database.sql`select id from sessions where id in (${id}, ${storedId(id)})`
    expect(rows.map((row) => row.id)).toEqual([storedId(id)])
    const stolen = new Browser(server.url)
    stolen.cookie = `muster_session=${storedId(id)}`
    expect((await stolen.fetch('/api/me')).status).toBe(401)
  })

  it('notes when a person signed in, and turns an invited one active', async () => {
    const before = Date.now()
    await signedIn(server.url, organization.invited)
    const [row] =
      await database.sql`select status, last_active_at from users where id = ${organization.invited.userId}`
    expect(row).toMatchObject({ status: 'active' })
    expect(Date.parse(row?.last_active_at)).toBeGreaterThanOrEqual(before)
  })

  it('answers a wrong password and an unknown address alike', async () => {
    const browser = new Browser(server.url)
    const attempt = async (email: string) => {
      const response = await browser.signIn({ email, password: 'wrong password' })
      const { requestId: _, ...answer } = await problemIn(response)
      return { status: response.status, answer }
    }
    const wrong = await attempt(organization.secondAdmin.email)
    expect(wrong).toMatchObject({ status: 401, answer: { title: 'E-mail or password is not right' } })
    expect(await attempt('nobody@halden.example')).toEqual(wrong)
  })

  it('V20 tells a disabled person what their administrator must do, after the right password only', async () => {
    const browser = new Browser(server.url)
    const response = await browser.signIn(organization.disabled)
    expect(response.status).toBe(403)
    expect((await problemIn(response)).title).toBe(
      'For security purposes, this invitation has expired. Please reach out to your administrator to request a new invitation.',
    )
    expect(response.headers.get('set-cookie')).toBeNull()
    const wrong = await browser.signIn({ ...organization.disabled, password: 'wrong' })
    expect(wrong.status).toBe(401)
  })

  it.each(['viewer', 'plainManager'] as const)(
    'refuses a %s in words, after the right password',
    async (who) => {
      const response = await new Browser(server.url).signIn(organization[who])
      expect(response.status).toBe(403)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect((await problemIn(response)).title).toContain(
        'for admins, and for managers who may manage groups',
      )
    },
  )

  it('slows guessing down, and says when to come back', async () => {
    const browser = new Browser(server.url)
    const { email } = organization.plainManager
    const guess = () => browser.signIn({ email, password: 'guess' })
    for (let tries = 0; tries < 3; tries += 1) expect((await guess()).status).toBe(401)
    const refused = await guess()
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800)
    expect((await browser.signIn(organization.plainManager)).status).toBe(429)
    expect((await browser.signIn(organization.admin)).status).toBe(200)
  })

  it('lets no more than the limit through when the guesses come at once', async () => {
    const browser = new Browser(server.url)
    const guesses = Array.from({ length: 12 }, () =>
      browser.signIn({ email: 'x@halden.example', password: 'x' }),
    )
    const statuses = (await Promise.all(guesses)).map((response) => response.status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(3)
  })

  it('ends the session by signing out', async () => {
    const browser = await signedIn(server.url, organization.admin)
    const { cookie } = browser
    expect((await browser.post('/api/sign-out', {})).status).toBe(204)
    expect(browser.setCookie).toContain('Max-Age=0')
    browser.cookie = cookie
    expect((await browser.fetch('/api/me')).status).toBe(401)
  })

  it('answers nothing to a cookie that is not one of ours', async () => {
    const browser = new Browser(server.url)
    for (const cookie of ['', 'muster_session=', 'muster_session=%E0%A4%A', 'muster_session=abc', 'x']) {
      browser.cookie = cookie
      expect((await browser.fetch('/api/me')).status).toBe(401)
    }
  })

  it('prolongs a session that is used in its second half', async () => {
    const browser = await signedIn(server.url, organization.admin)
    const id = storedId(browser.cookie.split('=')[1] ?? '')
    await database.sql`update sessions set expires_at = now() + interval '10 days' where id = ${id}`
    browser.setCookie = null
    expect((await browser.fetch('/api/me')).status).toBe(200)
    expect(browser.setCookie).toContain('Max-Age=2592000')
    const [row] =
      await database.sql`select expires_at > now() + interval '29 days' as prolonged from sessions where id = ${id}`
    expect(row?.prolonged).toBe(true)
  })

  it('refuses a session that has expired', async () => {
    const browser = await signedIn(server.url, organization.admin)
    const id = storedId(browser.cookie.split('=')[1] ?? '')
    await database.sql`update sessions set expires_at = now() - interval '1 second' where id = ${id}`
    expect((await browser.fetch('/api/me')).status).toBe(401)
  })
})
