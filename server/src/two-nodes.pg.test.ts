import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { PROTOCOL_VERSION } from '@muster/sync/protocol/version.ts'
import { entriesOf, stage } from '@muster/sync/staging/document.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { createServer, type MusterServer } from './server.ts'
import { type Browser, signedIn } from './testing/browser.ts'
import { createOrganization, type TestOrganization } from './testing/organization.ts'

/** How soon another node must show what happened on this one. */
const within = { timeout: 1_000, interval: 5 }

describe('two nodes on one database', () => {
  let database: TestDatabase
  let organization: TestOrganization
  let here: MusterServer
  let there: MusterServer
  const providers: WebsocketProvider[] = []

  beforeAll(async () => {
    database = await createTestDatabase()
    organization = await createOrganization(database.sql)
    // The slow look at the log is off the table: only wake-ups can be this fast.
    const options = { databaseUrl: database.url, hub: { pollMs: 60_000 } }
    here = await createServer(options)
    there = await createServer(options)
  })
  afterAll(async () => {
    for (const provider of providers) provider.destroy()
    await Promise.all([here?.stop(), there?.stop()])
    await database?.drop()
  })

  async function groupNames(browser: Browser) {
    const attempt = await browser.open(`/sync?organization=${organization.id}`)
    const args = { search: '', kind: 'custom', sort: { by: 'name', dir: 'asc' }, page: 0, pageSize: 50 }
    attempt.socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, clientId: randomUUID() }))
    attempt.socket.send(JSON.stringify({ type: 'subscribe', subscriptionId: 1, view: 'group.list', args }))
    await vi.waitFor(() => expect(attempt.frames.join()).toContain('snapshot'), within)
    return attempt
  }

  function openDraft(browser: Browser): Y.Doc {
    const doc = new Y.Doc()
    class WithCookie extends WebSocket {
      constructor(url: string, protocols?: string[]) {
        super(url, protocols, { headers: { cookie: browser.cookie, origin: browser.url } })
      }
    }
    const provider = new WebsocketProvider(
      `${browser.url.replace('http', 'ws')}/staging`,
      organization.draftId,
      doc,
      {
        params: { organization: organization.id },
        WebSocketPolyfill: WithCookie as unknown as typeof globalThis.WebSocket,
        disableBc: true,
      },
    )
    providers.push(provider)
    return doc
  }

  it('shows a commit of one node on the other within a second', async () => {
    const ana = await groupNames(await signedIn(here.url, organization.admin))
    const tom = await groupNames(await signedIn(there.url, organization.secondAdmin))
    const args = { groupId: randomUUID(), name: 'Night Shift', description: '' }
    const frame = { type: 'mutate', mutationId: randomUUID(), name: 'group.create', args }
    ana.socket.send(JSON.stringify(frame))
    await vi.waitFor(() => expect(ana.frames.join()).toContain('"committed"'), within)
    await vi.waitFor(() => expect(tom.frames.join()).toContain('Night Shift'), within)
    ana.socket.close()
    tom.socket.close()
  })

  it('ST10 shows what was staged on one node on the other within a second', async () => {
    const ana = openDraft(await signedIn(here.url, organization.admin))
    const tom = openDraft(await signedIn(there.url, organization.secondAdmin))
    await vi.waitFor(() => expect(providers.every((provider) => provider.synced)).toBe(true), within)
    const intent = {
      kind: 'membership',
      groupId: organization.groupId,
      userId: organization.manager.userId,
      to: 'in',
    } as const
    stage(ana, intent, { by: organization.admin.userId, at: new Date().toISOString(), base: 1 })
    await vi.waitFor(() => expect(entriesOf(tom).size).toBe(1), within)
  })

  it('AU5 ends sockets on the other node when a session signs out', async () => {
    const browser = await signedIn(here.url, organization.admin)
    const attempt = await signedInElsewhere(browser, there).open(`/sync?organization=${organization.id}`)
    await browser.post('/api/sign-out', {})
    expect(await Promise.race([attempt.closed, sleep(1_000, 'still open')])).toBe(4401)
  })
})

/** The same cookie at another node's address. */
function signedInElsewhere(browser: Browser, node: MusterServer): Browser {
  return Object.assign(Object.create(Object.getPrototypeOf(browser)), { ...browser, url: node.url })
}
