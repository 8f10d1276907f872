/**
 * Somebody who is signed in and means no good: opens sockets, sends whatever bytes, reads or does not. Counts what it
 * was told and how its sockets were closed.
 */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { PROTOCOL_VERSION } from '@muster/sync/protocol/version.ts'
import WebSocket from 'ws'
import type { SignIn } from '../../harness/organization.ts'
import { cookieOf } from '../../harness/raw-socket.ts'

export class Attacker {
  readonly url: string
  readonly organizationId: string
  readonly cookie: string
  readonly #sockets = new Set<WebSocket>()
  /** How many sockets were closed, by code. */
  readonly closes = new Map<number, number>()
  /** How many problems came, by kind; those of staging count, too. */
  readonly refusals = new Map<string, number>()

  static async signIn(url: string, organizationId: string, who: SignIn): Promise<Attacker> {
    return new Attacker(url, organizationId, await cookieOf(url, who))
  }

  private constructor(url: string, organizationId: string, cookie: string) {
    this.url = url
    this.organizationId = organizationId
    this.cookie = cookie
  }

  /** A socket into views that has said hello; one that is refused is closed soon. */
  async sync(): Promise<WebSocket> {
    const socket = await this.#open(`/sync?organization=${this.organizationId}`)
    trySend(socket, JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, clientId: randomUUID() }))
    return socket
  }

  staging(changeSetId: string): Promise<WebSocket> {
    return this.#open(`/staging/${changeSetId}?organization=${this.organizationId}`)
  }

  syncs(count: number): Promise<WebSocket[]> {
    return Promise.all(Array.from({ length: count }, () => this.sync()))
  }

  /** Drops all sockets without a word, and waits until they are gone here. */
  async leave(): Promise<void> {
    await Promise.all(
      [...this.#sockets].map((socket) => {
        const gone = once(socket, 'close')
        socket.terminate()
        return gone
      }),
    )
  }

  async #open(path: string): Promise<WebSocket> {
    const headers = { cookie: this.cookie, origin: this.url }
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}${path}`, { headers })
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', (code) => {
      this.#sockets.delete(socket)
      this.closes.set(code, (this.closes.get(code) ?? 0) + 1)
    })
    socket.on('message', (data: Buffer) => {
      const [, kind] = /urn:muster:problem:([a-z-]+)/.exec(data.toString('latin1', 0, 2_000)) ?? []
      if (kind) this.refusals.set(kind, (this.refusals.get(kind) ?? 0) + 1)
    })
    await Promise.race([once(socket, 'open'), once(socket, 'close')]).catch(() => {})
    return socket
  }
}

/** Sends if the socket is open, and does not wait for more than a few MB that are not sent yet. */
export function trySend(
  socket: WebSocket,
  data: string | Buffer,
  binary = typeof data !== 'string',
): boolean {
  if (socket.readyState !== socket.OPEN || socket.bufferedAmount > 4 * 1024 * 1024) return false
  socket.send(data, { binary })
  return true
}

/** The connection below, for bytes that no WebSocket library would send, and for not reading. */
export function below(socket: WebSocket): Socket {
  return Reflect.get(socket, '_socket') as Socket
}

/** A frame with a mask of zeros (RFC 6455 §5.2), whether it makes sense or not. */
export function bareFrame(opcode: number, payload: Buffer, fin = true): Buffer {
  const { length } = payload
  const head = Buffer.alloc(length < 126 ? 6 : length < 65_536 ? 8 : 14)
  head[0] = (fin ? 0x80 : 0) | opcode
  if (length < 126) head[1] = 0x80 | length
  else if (length < 65_536) {
    head[1] = 0x80 | 126
    head.writeUInt16BE(length, 2)
  } else {
    head[1] = 0x80 | 127
    head.writeBigUInt64BE(BigInt(length), 2)
  }
  return Buffer.concat([head, payload])
}
