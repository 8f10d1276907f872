import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { isProblem } from '@muster/sync/protocol/problem.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createServer, type MusterServer } from '../../server.ts'
import { type Browser, problemIn, signedIn } from '../../testing/browser.ts'
import { createOrganization, type TestOrganization } from '../../testing/organization.ts'

const kubernetes = (name: string) =>
  readFileSync(new URL(`../../../../db/data/kubernetes/${name}.csv`, import.meta.url), 'utf8')

describe('imports', () => {
  let database: TestDatabase
  let server: MusterServer
  let organization: TestOrganization
  let admin: Browser

  beforeAll(async () => {
    database = await createTestDatabase()
    organization = await createOrganization(database.sql)
    server = await createServer({ databaseUrl: database.url })
    admin = await signedIn(server.url, organization.admin)
  })
  afterAll(async () => {
    await server?.stop()
    await database?.drop()
  })

  const send = (
    what: 'check' | 'stage',
    of: string,
    body: string | Uint8Array<ArrayBuffer>,
    browser = admin,
  ) =>
    browser.fetch(`/api/imports/${what}?of=${of}&changeSetId=${organization.draftId}&name=Test`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/csv' },
    })

  async function check(of: string, body: string): Promise<Record<string, unknown>> {
    const response = await send('check', of, body)
    expect(response.status).toBe(200)
    return (await response.json()) as Record<string, unknown>
  }

  it('reads two files of a user at once and asks a third to come back', async () => {
    const uploads: ReadableStreamDefaultController<Uint8Array>[] = []
    const slowly = () =>
      admin.fetch(`/api/imports/check?of=users&changeSetId=${organization.draftId}`, {
        method: 'POST',
        body: new ReadableStream<Uint8Array>({ start: (upload) => void uploads.push(upload) }),
        duplex: 'half',
      })
    const row = new TextEncoder().encode('email,name\nlast@e.example,Last')
    const three = [slowly(), slowly(), slowly()]
    for (const upload of uploads) upload.enqueue(row)
    const refused = await Promise.race(three)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('5')
    expect(await problemIn(refused)).toMatchObject({ kind: 'too-many', detail: 'Try again in 5 seconds.' })
    for (const upload of uploads) upload.close()
    expect((await Promise.all(three)).map(({ status }) => status).sort()).toEqual([200, 200, 429])
    expect((await send('check', 'users', 'email,name\nlast@e.example,Last')).status).toBe(200)
  })

  /** Saves all that is staged, as the Save button does. */
  async function save() {
    const { hub, staging } = server.services
    const doc = new Y.Doc()
    for (const { update } of await staging.read(organization.id, organization.draftId, 0))
      Y.applyUpdate(doc, update)
    const stateVector = Buffer.from(Y.encodeStateVector(doc)).toString('base64')
    const saved = await hub.mutate({
      organizationId: organization.id,
      actorId: organization.admin.userId,
      name: 'changeSet.commit',
      args: { changeSetId: organization.draftId, scope: { of: 'all' }, stateVector },
      mutationId: randomUUID(),
    })
    if (isProblem(saved)) throw new Error(JSON.stringify(saved))
    return saved.result
  }

  async function importAll(of: string, body: string) {
    const staged = await send('stage', of, body)
    expect(staged.status).toBe(200)
    const { count } = (await staged.json()) as { count: number }
    return { count, saved: await save() }
  }

  const count = async (table: string, more = '') => {
    const [row] = await database.sql.unsafe<{ n: number }[]>(
      `select count(*)::int as n from ${table} where organization_id = '${organization.id}' ${more}`,
    )
    return row?.n
  }

  it('names every row that cannot be, by its line', async () => {
    const file = [
      'email,group,action',
      `${organization.manager.email},Field Operations`,
      `${organization.viewer.email},Field Operations`,
      'nobody@halden.example,Field Operations',
      `${organization.manager.email},Field Operation`,
      'not an address,Field Operations',
      `${organization.manager.email},All Users`,
      `${organization.manager.email},Field Operations,add`,
    ].join('\r\n')
    expect(await check('memberships', file)).toMatchObject({
      of: 'memberships',
      rows: 7,
      ready: 1,
      noop: 1,
      problems: 5,
      byKind: { 'unknown-user': 1, 'unknown-group': 1, 'not-an-email': 1, 'built-in': 1, duplicate: 1 },
      problemRows: [
        { line: 4, kind: 'unknown-user' },
        { line: 5, kind: 'unknown-group', suggestion: 'Field Operations' },
        { line: 6, kind: 'not-an-email' },
        { line: 7, kind: 'built-in' },
        { line: 8, kind: 'duplicate' },
      ],
      impact: { gainUsers: 0 },
    })
  })

  it('takes the three Kubernetes files, and its counts are those of the files', async () => {
    const lines = (name: string) => kubernetes(name).trim().split('\n').slice(1)
    const groups = await importAll('groups', kubernetes('groups'))
    expect(groups).toMatchObject({ count: 750, saved: { saved: 750, conflicts: 0 } })

    const emails = new Set(lines('users').map((line) => line.split(',')[0]))
    const users = await importAll('users', kubernetes('users'))
    expect(users).toMatchObject({ count: emails.size, saved: { saved: emails.size, conflicts: 0 } })

    const memberships = new Set(lines('memberships'))
    const before = (await count('group_members')) ?? 0
    const members = await importAll('memberships', kubernetes('memberships'))
    expect(members).toMatchObject({ count: memberships.size, saved: { saved: memberships.size } })
    expect(await count('group_members')).toBe(before + memberships.size)
    expect(await count('groups', `and kind = 'custom'`)).toBe(751)
    expect(await check('memberships', kubernetes('memberships'))).toMatchObject({ ready: 0, noop: 3_532 })
  })

  it('takes 100,000 memberships while others go on', async () => {
    const groups = Array.from({ length: 10 }, (_, index) => `Region ${index}`)
    await importAll('groups', `name,description\n${groups.map((name) => `${name},`).join('\n')}`)
    const people = Array.from({ length: 10_000 }, (_, index) => `person.${index}@halden.example`)
    await importAll('users', `email,name,role\n${people.map((email) => `${email},Person,viewer`).join('\n')}`)
    const file = people.flatMap((email) => groups.map((group) => `${email};${group}`)).join('\r\n')

    let isChecked = false
    const checked = check('memberships', file).finally(() => {
      isChecked = true
    })
    let answered = 0
    while (!isChecked) {
      expect((await admin.fetch('/healthz')).status).toBe(200)
      if (!isChecked) answered += 1
    }
    expect(answered).toBeGreaterThan(3)
    expect(await checked).toMatchObject({ rows: 100_000, ready: 100_000, problems: 0 })
    const imported = await importAll('memberships', file)
    expect(imported).toMatchObject({ count: 100_000, saved: { saved: 100_000 } })
    expect(
      await count('group_members', `and group_id in (select id from groups where name like 'Region %')`),
    ).toBe(100_000)
  }, 120_000)

  it('refuses what is not UTF-8, too large, too long or empty, in words', async () => {
    const latin1 = new Uint8Array([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72])
    expect((await problemIn(await send('check', 'users', latin1))).title).toBe('The file is not UTF-8 text')
    const long = await send('check', 'groups', 'name\n'.repeat(200_002))
    expect(long.status).toBe(413)
    expect((await problemIn(long)).title).toBe('The file has more than 200,000 rows')
    const large = await send('check', 'groups', new Uint8Array(33 * 1024 * 1024))
    expect((await problemIn(large)).title).toBe('The request is larger than 32 MB')
    expect((await problemIn(await send('stage', 'groups', ''))).title).toBe('The file has no rows')
    expect((await problemIn(await send('check', 'groups', kubernetes('memberships')))).title).toBe(
      'The file lists memberships, not groups',
    )
  })

  it('stages nothing when no row would change anything', async () => {
    const response = await send('stage', 'groups', 'name,description\nField Operations,\n')
    expect(response.status).toBe(422)
  })

  it('refuses strangers, and lists of other organizations', async () => {
    const other = await createOrganization(database.sql, 'Other')
    const response = await send('stage', 'groups', 'name\nNew\n', await signedIn(server.url, other.admin))
    expect(response.status).toBe(404)
    const path = `/api/imports/check?of=groups&changeSetId=${organization.draftId}`
    const init = { method: 'POST', body: 'name\nX', headers: { cookie: '' } }
    expect((await admin.fetch(path, init)).status).toBe(401)
  })

  it('lets a manager without Manage users import no users', async () => {
    const manager = await signedIn(server.url, organization.manager)
    const response = await send('check', 'users', 'new@halden.example,New,viewer', manager)
    expect(await response.json()).toMatchObject({ ready: 0, byKind: { 'not-allowed': 1 } })
  })
})
