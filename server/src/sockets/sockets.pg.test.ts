import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { MAX_FRAME_BYTES, PROTOCOL_VERSION } from '@muster/sync/protocol/version.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createServer, type MusterServer } from '../server.ts'
import { Browser, type SocketTry, signedIn } from '../testing/browser.ts'
import { createOrganization, type TestOrganization } from '../testing/organization.ts'

const hello = JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, clientId: 'test' })
const groupList = JSON.stringify({
  type: 'subscribe',
  subscriptionId: 1,
  view: 'group.list',
  args: { search: '', kind: 'all', sort: { by: 'name', dir: 'asc' }, page: 0, pageSize: 10 },
})

const typesOf = ({ frames }: SocketTry) => frames.map((frame) => JSON.parse(String(frame)).type)
const until = (attempt: SocketTry, type: string) =>
  vi.waitFor(() => expect(typesOf(attempt)).toContain(type), { timeout: 3_000, interval: 10 })

describe('sockets', () => {
  let database: TestDatabase
  let server: MusterServer
  let organization: TestOrganization
  let other: TestOrganization
  let admin: Browser

  beforeAll(async () => {
    database = await createTestDatabase()
    organization = await createOrganization(database.sql)
    other = await createOrganization(database.sql, 'Other')
    server = await createServer({ databaseUrl: database.url, sockets: { sweepMs: 200 } })
    admin = await signedIn(server.url, organization.admin)
  })
  afterAll(async () => {
    await server?.stop()
    await database?.drop()
  })

  const sync = (browser = admin, id = organization.id, headers = {}) =>
    browser.open(`/sync?organization=${id}`, headers)
  const staging = (browser = admin, changeSetId = organization.draftId, id = organization.id) =>
    browser.open(`/staging/${changeSetId}?organization=${id}`)

  it('gives an admin views of their organization', async () => {
    const attempt = await sync()
    attempt.socket.send(hello)
    attempt.socket.send(groupList)
    await until(attempt, 'snapshot')
    attempt.socket.close()
  })

  it('refuses pages of other sites before the upgrade', async () => {
    for (const origin of ['http://evil.example', 'null', '']) {
      const attempt = await sync(admin, organization.id, { origin })
      expect(attempt.status).toBe(403)
    }
  })

  it('knows no other paths', async () => {
    expect((await admin.open('/other')).status).toBe(404)
    expect((await admin.open('/staging/')).status).toBe(404)
  })

  it('closes with 4401 without a sign-in', async () => {
    const stranger = new Browser(server.url)
    expect(await (await sync(stranger)).closed).toBe(4401)
    expect(await (await staging(stranger)).closed).toBe(4401)
  })

  it('AU6 closes with 4403 for another organization, an unknown one and none, and sends nothing', async () => {
    for (const id of [other.id, randomUUID(), 'x', '']) {
      const attempt = await sync(admin, id)
      expect(await attempt.closed).toBe(4403)
      expect(attempt.frames).toEqual([])
    }
    expect(await (await staging(admin, other.draftId, other.id)).closed).toBe(4403)
  })

  it('AU1 closes with 4403 for a viewer who has a session', async () => {
    const viewer = await signedIn(server.url, other.admin)
    await database.sql`update users set account_id = null where id = ${organization.viewer.userId}`
    await database.sql`update users set account_id = ${other.admin.accountId} where id = ${organization.viewer.userId}`
    const attempt = await sync(viewer)
    attempt.socket.send(hello)
    expect(await attempt.closed).toBe(4403)
    expect(attempt.frames).toEqual([])
  })

  it('AU6 closes with 4410 for a change set of another organization and for an unknown one', async () => {
    for (const id of [other.draftId, randomUUID(), 'not-an-id'])
      expect(await (await staging(admin, id)).closed).toBe(4410)
  })

  it('PR5 refuses hostile frames while others go on', async () => {
    const neighbour = await sync()
    neighbour.socket.send(hello)
    await until(neighbour, 'welcome')
    const hostile = [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{"type":"nothing"}',
      '{"type":"subscribe"}',
      '['.repeat(50_000),
    ]
    const attempt = await sync()
    attempt.socket.send(hello)
    await until(attempt, 'welcome')
    for (const frame of hostile) attempt.socket.send(frame)
    await vi.waitFor(() =>
      expect(typesOf(attempt).filter((type) => type === 'fault')).toHaveLength(hostile.length),
    )
    attempt.socket.send(groupList)
    await until(attempt, 'snapshot')
    neighbour.socket.send(groupList)
    await until(neighbour, 'snapshot')
    attempt.socket.close()
    neighbour.socket.close()
  })

  it('PR3 answers a frame that is too large in words, and closes for one beyond measure', async () => {
    const attempt = await sync()
    attempt.socket.send(hello)
    await until(attempt, 'welcome')
    attempt.socket.send('x'.repeat(MAX_FRAME_BYTES + 1))
    await vi.waitFor(() => expect(attempt.frames.join()).toContain('"kind":"too-large"'))
    attempt.socket.send('x'.repeat(MAX_FRAME_BYTES * 9))
    expect(await attempt.closed).toBe(1009)
  })

  it('closes for binary frames on /sync, and for text on /staging', async () => {
    const onSync = await sync()
    onSync.socket.send(Buffer.from([1, 2, 3]))
    expect(await onSync.closed).toBe(1008)
    const onStaging = await staging()
    onStaging.socket.send('text')
    expect(await onStaging.closed).toBe(1008)
  })

  it('PR5 lives through random bytes on /staging', async () => {
    const attempt = await staging()
    for (let size = 0; size < 60; size += 1) {
      attempt.socket.send(Buffer.from(Array.from({ length: size }, (_, index) => (index * 7 + size) % 256)))
    }
    await sleep(200)
    const next = await staging()
    await vi.waitFor(() => expect(next.frames.length).toBeGreaterThan(0))
    attempt.socket.close()
    next.socket.close()
  })

  it('AU5 closes the sockets of a session that signs out, and only those', async () => {
    const browser = await signedIn(server.url, organization.admin)
    const sockets = [await sync(browser), await staging(browser)]
    sockets[0]?.socket.send(hello)
    const neighbour = await sync()
    await browser.post('/api/sign-out', {})
    for (const attempt of sockets) expect(await attempt.closed).toBe(4401)
    expect(neighbour.socket.readyState).toBe(neighbour.socket.OPEN)
    neighbour.socket.close()
  })

  it('AU5 finds a session that ended without a word', async () => {
    const browser = await signedIn(server.url, organization.admin)
    const attempt = await sync(browser)
    attempt.socket.send(hello)
    await until(attempt, 'welcome')
    await database.sql`delete from sessions where account_id = ${organization.admin.accountId}`
    expect(await attempt.closed).toBe(4401)
    admin = await signedIn(server.url, organization.admin)
  })

  describe('with narrow bounds', () => {
    const bounds = { session: 3, account: 5, address: 12, openBurst: 9, openPerSecond: 5 }
    let narrow: MusterServer

    beforeAll(async () => {
      narrow = await createServer({ databaseUrl: database.url, sockets: { bounds }, headersTimeoutMs: 600 })
    })
    afterAll(() => narrow?.stop())

    const stays = async ({ socket }: SocketTry) => {
      await sleep(100)
      return socket.readyState === socket.OPEN
    }
    const closeAll = async (open: readonly SocketTry[]) => {
      for (const { socket } of open) socket.close()
      await Promise.all(open.map(({ closed }) => closed))
    }

    it('CN12 bounds the sockets of a session, of an account, and how fast they are opened', async () => {
      const first = await signedIn(narrow.url, organization.admin)
      const second = await signedIn(narrow.url, organization.admin)
      const open: SocketTry[] = []
      // One after the other: places are taken when the database has told whose they are.
      for (const how of [() => sync(first), () => sync(first), () => staging(first)]) {
        const attempt = await how()
        expect(await stays(attempt)).toBe(true)
        open.push(attempt)
      }
      expect(await (await sync(first)).closed).toBe(1013)
      for (let at = 0; at < 2; at++) {
        const attempt = await sync(second)
        expect(await stays(attempt)).toBe(true)
        open.push(attempt)
      }
      expect(await (await staging(second)).closed).toBe(1013)
      for (const { socket } of open) expect(socket.readyState).toBe(socket.OPEN)
      await closeAll(open.splice(0, 2))
      await sleep(600)
      const again = await sync(first)
      expect(await stays(again)).toBe(true)
      await closeAll([again, ...open])
      const codes: unknown[] = []
      for (let at = 0; at < 20; at++) {
        const attempt = await sync(first)
        codes.push(await Promise.race([attempt.closed, sleep(5)]))
        await closeAll([attempt])
      }
      expect(codes[0]).toBeUndefined()
      expect(codes).toContain(1013)
    })

    it('CN13 bounds the connections of an address, and takes others when they have closed', async () => {
      const { hostname, port } = new URL(narrow.url)
      const cut: boolean[] = []
      const open = Array.from({ length: 14 }, (_, at) => {
        const socket = connect(Number(port), hostname)
        socket.on('error', () => {})
        socket.once('close', () => {
          cut[at] = true
        })
        return socket
      })
      // 14 where 12 may be.
      await vi.waitFor(() => expect(cut.filter(Boolean).length).toBeGreaterThanOrEqual(2))
      for (const socket of open) socket.destroy()
      await vi.waitFor(async () => expect((await fetch(`${narrow.url}/healthz`)).status).toBe(200))
    })

    it('CN14 cuts half a handshake, and refuses headers that are too large', async () => {
      const { hostname, port } = new URL(narrow.url)
      const told = async (head: string) => {
        const socket = connect(Number(port), hostname)
        let answer = ''
        socket.on('error', () => {})
        socket.on('data', (data) => {
          answer += data
        })
        socket.write(head)
        await once(socket, 'close')
        return answer
      }
      const half = 'GET /sync HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\n'
      expect(await told(half)).toContain('408')
      expect(await told('')).toContain('408')
      expect(await told(`${half}X-Large: ${'x'.repeat(20_000)}\r\n\r\n`)).toContain('431')
    })
  })

  describe('with a fast heartbeat', () => {
    const heartbeatMs = 500
    let fast: MusterServer
    let browser: Browser

    beforeAll(async () => {
      fast = await createServer({ databaseUrl: database.url, sockets: { heartbeatMs } })
      browser = await signedIn(fast.url, organization.admin)
    })
    afterAll(() => fast?.stop())

    it('drops a peer that does not answer pings', async () => {
      const attempt = await sync(browser)
      Reflect.get(attempt.socket, '_receiver').removeAllListeners('ping')
      expect(await attempt.closed).toBe(1006)
    })

    it('keeps a peer that answers', async () => {
      const attempt = await sync(browser)
      await sleep(heartbeatMs * 3)
      expect(attempt.socket.readyState).toBe(attempt.socket.OPEN)
      attempt.socket.close()
    })
  })
})
