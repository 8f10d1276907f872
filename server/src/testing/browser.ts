/** What a browser does for the tests: keeps the cookie, names its origin, opens sockets. */
import { once } from 'node:events'
import { Problem } from '@muster/sync/protocol/problem.ts'
import { WebSocket } from 'ws'

/** What people type to get in. */
type Credentials = { email: string; password: string }

export interface SocketTry {
  socket: WebSocket
  frames: (string | Buffer)[]
  /** Resolves with the close code. 0 stands for a refused upgrade; then `status` is its HTTP status. */
  closed: Promise<number>
  status?: number
}

export class Browser {
  readonly url: string
  cookie = ''
  /** The last Set-Cookie header as it came. */
  setCookie: string | null = null

  constructor(url: string) {
    this.url = url
  }

  async fetch(
    path: string,
    init: RequestInit & { headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const headers = { origin: this.url, cookie: this.cookie, ...init.headers }
    const response = await fetch(`${this.url}${path}`, { ...init, headers })
    const setCookie = response.headers.get('set-cookie')
    if (setCookie) {
      this.setCookie = setCookie
      this.cookie = setCookie.split(';')[0] ?? ''
    }
    return response
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return this.fetch(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })
  }

  signIn({ email, password }: Credentials): Promise<Response> {
    return this.post('/api/sign-in', { email, password })
  }

  /** Opens a socket and waits until it is open or refused. */
  async open(path: string, headers: Record<string, string> = {}): Promise<SocketTry> {
    const all = { origin: this.url, cookie: this.cookie, ...headers }
    const socket = new WebSocket(`${this.url.replace(/^http/, 'ws')}${path}`, { headers: all })
    const attempt: SocketTry = {
      socket,
      frames: [],
      closed: new Promise((resolve) => socket.on('close', (code) => resolve(attempt.status ? 0 : code))),
    }
    socket.on('message', (data: Buffer, isBinary) => attempt.frames.push(isBinary ? data : data.toString()))
    socket.on('error', () => {})
    socket.on('unexpected-response', (_request, response) => {
      attempt.status = response.statusCode
      socket.terminate()
    })
    await Promise.race([once(socket, 'open'), attempt.closed])
    return attempt
  }
}

/** A fresh browser, signed in. */
export async function signedIn(url: string, person: Credentials): Promise<Browser> {
  const browser = new Browser(url)
  const response = await browser.signIn(person)
  if (!response.ok) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`)
  return browser
}

/** The problem that a response carries; throws when it is none. */
export async function problemIn(response: Response): Promise<Problem> {
  return Problem.parse(await response.json())
}
