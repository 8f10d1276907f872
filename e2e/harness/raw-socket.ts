/** A hand-written client: sends any frame, keeps every answer. For trying what no console would send. */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'

export interface Frame {
  type: string
  [field: string]: unknown
}

export class RawSocket {
  readonly frames: Frame[] = []
  /** Frames of staging sockets, which are not JSON. */
  readonly binary: Buffer[] = []
  closeCode: number | undefined
  private readonly socket: WebSocket

  constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.binary.push(data)
      else this.frames.push(JSON.parse(String(data)) as Frame)
    })
    socket.on('close', (code) => {
      this.closeCode = code
    })
    socket.on('error', () => {
      this.closeCode ??= 0
    })
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
  }

  /** The first answer that fits; throws after five seconds. */
  async expectFrame(fits: (frame: Frame) => boolean): Promise<Frame> {
    for (let tries = 0; tries < 250; tries++) {
      const found = this.frames.find(fits)
      if (found) return found
      await sleep(20)
    }
    throw new Error(
      `no such frame among ${JSON.stringify(this.frames).slice(0, 2000)}, closed: ${this.closeCode}`,
    )
  }

  /** The code it was closed with; throws after five seconds. */
  async expectClose(): Promise<number> {
    for (let tries = 0; tries < 250; tries++) {
      if (this.closeCode !== undefined) return this.closeCode
      await sleep(20)
    }
    throw new Error('the socket stayed open')
  }

  close(): void {
    this.socket.close()
  }
}

/** Opens `path` on the server with a session's cookie. Resolves also when the server refuses. */
export async function openSocket(
  server: string,
  path: string,
  cookie: string,
  origin = server,
): Promise<RawSocket> {
  const socket = new WebSocket(`${server.replace('http', 'ws')}${path}`, { headers: { cookie, origin } })
  const raw = new RawSocket(socket)
  await Promise.race([
    once(socket, 'open'),
    once(socket, 'close'),
    once(socket, 'error').catch(() => {}),
  ]).catch(() => {})
  return raw
}

/** Signs in over HTTP; answers the cookie header for later requests. */
export async function cookieOf(server: string, who: { email: string; password: string }): Promise<string> {
  const answer = await fetch(`${server}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server },
    body: JSON.stringify({ email: who.email, password: who.password }),
  })
  if (!answer.ok) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`)
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}
