import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer, type MusterServer } from '../server.ts'
import { Browser, problemIn, signedIn } from '../testing/browser.ts'
import { createOrganization, type TestOrganization } from '../testing/organization.ts'

describe('HTTP', () => {
  let database: TestDatabase
  let server: MusterServer
  let organization: TestOrganization
  let root: string

  beforeAll(async () => {
    database = await createTestDatabase()
    organization = await createOrganization(database.sql)
    root = mkdtempSync(join(tmpdir(), 'muster-web-'))
    const webRoot = join(root, 'dist')
    mkdirSync(join(webRoot, 'assets'), { recursive: true })
    writeFileSync(join(webRoot, 'index.html'), '<!doctype html><script>go()</script><title>Muster</title>')
    writeFileSync(join(webRoot, 'assets', 'app-1a2b.js'), `export const text = '${'a'.repeat(5_000)}'`)
    writeFileSync(join(webRoot, 'favicon.svg'), '<svg/>')
    writeFileSync(join(root, 'muster-secret.txt'), 'secret')
    server = await createServer({
      databaseUrl: database.url,
      webRoot,
      trustProxy: true,
      origins: ['https://muster.example'],
    })
  })
  afterAll(async () => {
    await server?.stop()
    await database?.drop()
    rmSync(root, { recursive: true, force: true })
  })

  it.each(['http://evil.example', 'null', ''])(
    'refuses to change anything for a page of %j',
    async (origin) => {
      const browser = await signedIn(server.url, organization.admin)
      for (const path of ['/api/sign-in', '/api/sign-out', '/api/set-up', '/api/imports/check']) {
        const response = await browser.post(path, {}, { origin })
        expect(response.status).toBe(403)
        expect(await response.json()).toMatchObject({ kind: 'forbidden', requestId: expect.any(String) })
      }
      expect((await browser.fetch('/api/me')).status).toBe(200)
    },
  )

  it('takes requests of the public origin, and then marks the cookie as Secure', async () => {
    const browser = new Browser(server.url)
    const response = await browser.post('/api/sign-in', organization.admin, {
      origin: 'https://muster.example',
      'x-forwarded-proto': 'https',
    })
    expect(response.status).toBe(200)
    expect(browser.setCookie).toMatch(/; Secure$/)
    expect(response.headers.get('strict-transport-security')).toContain('max-age')
  })

  it('answers problems in the shape of RFC 9457, with the id that is in the log', async () => {
    const response = await new Browser(server.url).fetch('/api/nothing')
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    const problem = await problemIn(response)
    expect(problem).toMatchObject({
      type: 'urn:muster:problem:not-found',
      status: 404,
      title: expect.any(String),
    })
    expect(problem.requestId).toBe(response.headers.get('x-request-id'))
  })

  it('says which fields are wrong', async () => {
    const response = await new Browser(server.url).post('/api/sign-in', { email: 'nobody' })
    expect(response.status).toBe(422)
    const { errors } = await problemIn(response)
    expect(errors?.map((error) => error.pointer)).toEqual(['/email', '/password'])
  })

  it('refuses bodies that are broken or too large', async () => {
    const browser = new Browser(server.url)
    expect((await browser.post('/api/sign-in', '{')).status).toBe(400)
    const large = await browser.post('/api/sign-in', { email: 'a'.repeat(20_000), password: 'x' })
    expect(large.status).toBe(413)
    expect((await problemIn(large)).title).toBe('The request is larger than 16 KB')
  })

  it('lets the console run its own scripts, sockets and style attributes, and nothing else', async () => {
    const { headers } = await new Browser(server.url).fetch('/groups')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/]+=*'/)
    expect(policy).toContain(`connect-src 'self' ws://${new URL(server.url).host}`)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('serves the console for every page, fresh, and its assets for ever', async () => {
    const browser = new Browser(server.url)
    for (const page of ['/', '/groups', '/groups/4f0c', '/sign-in']) {
      const response = await browser.fetch(page)
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(await response.text()).toContain('<title>Muster')
    }
    const asset = await browser.fetch('/assets/app-1a2b.js')
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(asset.headers.get('content-encoding')).toBe('gzip')
    expect(await asset.text()).toContain('aaaa')
    expect((await browser.fetch('/favicon.svg')).headers.get('content-type')).toContain('image/svg+xml')
  })

  it.each(['/api/me', '/api/set-up', '/api/groups.csv', '/api/gone'])(
    'lets nobody keep the answer of %s',
    async (path) => {
      const response = await new Browser(server.url).fetch(path)
      expect(response.headers.get('cache-control')).toBe('no-store')
    },
  )

  it.each(['/assets/gone.js', '/api', '/sync', '/staging/x'])(
    'does not answer %s with the console',
    async (path) => {
      expect((await new Browser(server.url).fetch(path)).status).toBe(404)
    },
  )

  it.each(['/../muster-secret.txt', '/%2e%2e/muster-secret.txt', '/assets/..%2f..%2fmuster-secret.txt'])(
    'keeps what lies outside of the console: %s',
    async (path) => {
      const response = await new Browser(server.url).fetch(path)
      expect(await response.text()).not.toContain('secret')
    },
  )

  it('tells its health', async () => {
    const browser = new Browser(server.url)
    expect(await (await browser.fetch('/healthz')).json()).toEqual({ status: 'alive' })
    expect(await (await browser.fetch('/readyz')).json()).toEqual({ status: 'ready' })
  })
})
