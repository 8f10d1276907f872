/**
 * How soon somebody is shut out whose right or session ends on another node than the one that serves them. Until then
 * others keep editing and staging, so that the last byte is a byte of something.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { PROTOCOL_VERSION } from '@muster/sync/protocol/version.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { otherAdmin } from '../../harness/engine-client.ts'
import { type MintedOrganization, mintOrganization, type SignIn } from '../../harness/organization.ts'
import { cookieOf } from '../../harness/raw-socket.ts'
import { StagingClient } from '../../harness/staging-client.ts'
import { readDatabase } from '../read-database.ts'
import { full, scale } from '../scale.ts'
import { type Cluster, media, startCluster } from './cluster.ts'

const database = process.env.MUSTER_E2E_DATABASE ?? ''

/** A socket that keeps when its last byte came and how it ended. */
class Listener {
  lastByteAt = 0
  bytes = 0
  readonly closed: Promise<number>
  readonly opened: Promise<void>
  readonly #socket: WebSocket

  constructor(url: string, path: string, cookie: string) {
    this.#socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers: { cookie, origin: url } })
    this.#socket.on('error', () => {})
    this.opened = new Promise((resolve) => this.#socket.once('open', () => resolve()))
    this.closed = new Promise((resolve) => this.#socket.once('close', resolve))
    this.#socket.on('message', (data: Buffer) => {
      this.lastByteAt = performance.now()
      this.bytes += data.length
    })
  }

  send(frame: unknown): void {
    this.#socket.send(Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
  }
}

/** Opens both sockets of somebody's console at a node: views of a group, and the draft. */
async function listen(organization: MintedOrganization, draftId: string, url: string, who: SignIn) {
  const cookie = await cookieOf(url, who)
  const query = `?organization=${organization.id}`
  const views = new Listener(url, `/sync${query}`, cookie)
  const draft = new Listener(url, `/staging/${draftId}${query}`, cookie)
  await Promise.all([views.opened, draft.opened])
  views.send({ type: 'hello', protocol: PROTOCOL_VERSION, clientId: randomUUID() })
  const [group] = organization.groups
  const page = { search: '', page: 0, pageSize: 50, sort: { by: 'name', dir: 'asc' } }
  views.send({
    type: 'subscribe',
    subscriptionId: 1,
    view: 'group.members',
    args: { ...page, groupId: group?.id },
  })
  views.send({
    type: 'subscribe',
    subscriptionId: 2,
    view: 'changeSet.entries',
    args: { changeSetId: draftId, scope: { of: 'all' } },
  })
  return { cookie, views, draft, listeners: [views, draft] }
}

describe.each(full ? media : media.slice(0, 1))('two nodes that tell each other through %s', (medium) => {
  let cluster: Cluster
  let organization: MintedOrganization
  let draftId: string
  beforeAll(async () => {
    cluster = await startCluster({ nodes: 2, medium })
    organization = await mintOrganization({ people: 400 }, database)
    const { image } = await readDatabase(database, organization.id)
    draftId = image.changeSets.find(({ kind }) => kind === 'draft')?.id ?? ''
  })
  afterAll(() => cluster?.stop())

  const urls = () => cluster.members.map(({ process }) => process.url)

  /** Ana edits and stages on the first node, some hundred times a second, until the answered function is called. */
  async function busy(): Promise<() => Promise<void>> {
    const [here = ''] = urls()
    const [ana] = organization.admins
    const [group] = organization.groups
    if (!ana || !group) throw new Error('the organization is too small')
    const editor = await otherAdmin(organization, ana, here)
    const copy = new StagingClient({
      organizationId: organization.id,
      changeSetId: draftId,
      cookie: await cookieOf(here, ana),
      url: here,
    })
    let isOver = false
    const done = (async () => {
      for (let at = 0; !isOver; at++) {
        const person = organization.people[10 + (at % 300)]
        const name = Math.floor(at / 300) % 2 ? 'membership.remove' : 'membership.add'
        await editor.does(name, { groupId: group.id, userIds: [person?.id] })
        const stager = { by: ana.userId, at: new Date().toISOString(), base: 1 }
        const staged = organization.people[310 + (at % 80)]
        const to = Math.floor(at / 80) % 2 ? 'out' : 'in'
        if (staged) copy.stage([{ kind: 'membership', groupId: group.id, userId: staged.id, to }], stager)
        await sleep(5)
      }
    })()
    return async () => {
      isOver = true
      await done
      editor.leave()
      copy.close()
    }
  }

  it('AU4 AU7 whoever loses the right on one node hears nothing more on the other', async () => {
    const [here = '', there = ''] = urls()
    const [ana] = organization.admins
    const [manager] = organization.managers
    if (!ana || !manager) throw new Error('the organization is too small')
    const rest = await busy()
    const admin = await otherAdmin(organization, ana, here)
    const lags: number[] = []
    const ends: number[] = []
    for (let round = 0; round < scale(6, 100); round++) {
      const { views, draft, listeners } = await listen(organization, draftId, there, manager)
      await vi.waitFor(() => listeners.forEach(({ bytes }) => void expect(bytes).toBeGreaterThan(0)), 10_000)
      const asked = performance.now()
      const lost = admin.does('user.setPermissions', { userId: manager.userId, permissions: [] })
      expect(await Promise.all([views.closed, draft.closed])).toEqual([4403, 4403])
      ends.push(performance.now() - asked)
      await lost
      lags.push(Math.max(views.lastByteAt, draft.lastByteAt) - asked)
      await admin.does('user.setPermissions', { userId: manager.userId, permissions: ['manageGroups'] })
    }
    await rest()
    admin.leave()
    console.log(medium, 'revoked until the last byte', spread(lags), 'until closed', spread(ends))
  })

  it('AU5 whoever signs out on one node hears nothing more on the other', async () => {
    const [here = '', there = ''] = urls()
    const [manager] = organization.managers
    if (!manager) throw new Error('the organization is too small')
    const rest = await busy()
    const lags: number[] = []
    const ends: number[] = []
    for (let round = 0; round < scale(6, 100); round++) {
      const { cookie, views, draft } = await listen(organization, draftId, there, manager)
      await sleep(60)
      const asked = performance.now()
      const headers = { cookie, origin: here, 'content-type': 'application/json' }
      const signedOut = fetch(`${here}/api/sign-out`, { method: 'POST', headers, body: '{}' })
      expect(await Promise.all([views.closed, draft.closed])).toEqual([4401, 4401])
      ends.push(performance.now() - asked)
      expect((await signedOut).ok).toBe(true)
      lags.push(Math.max(views.lastByteAt, draft.lastByteAt) - asked)
    }
    await rest()
    console.log(medium, 'signed out until the last byte', spread(lags), 'until closed', spread(ends))
  })
})

/** Milliseconds; negative when the last byte came before anything was asked. */
function spread(lags: readonly number[]): Record<string, number> {
  const sorted = lags.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(10 * (sorted[Math.ceil(share * sorted.length) - 1] ?? 0)) / 10
  return { count: lags.length, p50: at(0.5), p99: at(0.99), max: at(1) }
}
