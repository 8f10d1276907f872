/** A console on a bad line: it reads for a moment, then does not for a while. What it shows must be right in the end. */
import { randomUUID } from 'node:crypto'
import { Client } from '@muster/sync/client/client.ts'
import { systemWorld } from '@muster/sync/system-world.ts'
import { expect, vi } from 'vitest'
import WebSocket from 'ws'
import type { MintedOrganization } from '../../harness/organization.ts'
import { cookieOf } from '../../harness/raw-socket.ts'

const READS_MS = 30
const RESTS_MS = 300

const view = [
  'user.list',
  { search: '', status: 'all', sort: { by: 'groups', dir: 'desc' }, page: 0, pageSize: 200 },
] as const

export class SlowConsole {
  readonly #client: Client
  readonly #timer: NodeJS.Timeout
  #result: unknown

  static async open(url: string, organization: MintedOrganization): Promise<SlowConsole> {
    const who = organization.admins[1]
    if (!who) throw new Error('an organization has three admins')
    return new SlowConsole(url, organization.id, await cookieOf(url, who))
  }

  private constructor(url: string, organizationId: string, cookie: string) {
    let socket: WebSocket | undefined
    this.#client = new Client({
      url: `${url.replace('http', 'ws')}/sync?organization=${organizationId}`,
      open(address) {
        socket = new WebSocket(address, { headers: { cookie, origin: url } })
        socket.on('error', () => {})
        return socket
      },
      clientId: randomUUID(),
      world: systemWorld,
    })
    this.#client.subscribe(...view, { onResult: (result) => (this.#result = result) })
    this.#client.start()
    this.#timer = setInterval(() => {
      socket?.pause()
      setTimeout(() => socket?.resume(), RESTS_MS)
    }, READS_MS + RESTS_MS)
  }

  /** Waits until it shows what a console on a good line shows. */
  async expectCurrent(other: Client | undefined): Promise<void> {
    let expected: unknown
    const subscription = other?.subscribe(...view, { onResult: (result) => (expected = result) })
    await vi.waitFor(
      () => {
        expect(expected).toBeDefined()
        expect(this.#result).toEqual(expected)
      },
      { timeout: 20_000, interval: 50 },
    )
    subscription?.close()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#client.stop()
  }
}
