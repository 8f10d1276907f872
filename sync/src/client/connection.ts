/**
 * Owns the console's socket and its timers: opens, greets, listens for silence, waits and comes back.
 * Knows frames only as far as hello, welcome, reload and pong; everything else goes to `onFrame`.
 * Invariants: at most one socket is listened to; nothing is sent before the welcome but hello.
 */
import type { Down } from '../protocol/down.ts'
import type { Up } from '../protocol/up.ts'
import { PROTOCOL_VERSION } from '../protocol/version.ts'
import type { Welcome } from '../protocol/welcome.ts'
import type { World } from '../world.ts'
import { type ConnectionEvent, type ConnectionState, transition } from './connection-state.ts'
import type { SocketLike } from './socket-like.ts'

/** A quiet connection is asked for a sign of life this often, and given this long to answer (CN5). */
export const PING_AFTER_MS = 10_000
export const SILENCE_MS = 8_000
const OPENING_MS = 15_000

/** What a node sends on a live connection. */
export type AnswerFrame = Exclude<Down, { type: 'welcome' | 'reload' | 'pong' }>

export interface ConnectionOptions {
  url: string
  open: (url: string) => SocketLike
  world: World
  clientId: string
  /** After every welcome, before any other frame. */
  onWelcome(welcome: Welcome): void
  onFrame(frame: AnswerFrame): void
  onState(state: ConnectionState): void
}

export class Connection {
  readonly #options: ConnectionOptions
  #state: ConnectionState = { kind: 'idle' }
  #socket: SocketLike | undefined
  #cancelTimer = () => {}
  #heardAt = 0
  /** A ping is out and nothing was heard since. */
  #isAwaited = false

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** Feeds an event from outside: start, stop, retry, online, offline. */
  dispatch(event: ConnectionEvent): void {
    const before = this.#state
    const now = this.#options.world.now()
    const after = transition(before, event, now)
    if (after === before) return
    this.#state = after
    this.#cancelTimer()
    if (after.kind !== 'live') this.#dropSocket()
    switch (after.kind) {
      case 'connecting':
        this.#open()
        break
      case 'live':
        this.#listenForSilence()
        break
      case 'waiting':
        if (after.retryAt !== null) this.#later(after.retryAt - now, () => this.dispatch({ type: 'retry' }))
        break
      case 'ended':
      case 'idle':
        break
      default:
        after satisfies never
    }
    this.#options.onState(after)
  }

  /** Sends now when live; false otherwise, and the caller sends it after the next welcome. */
  send(frame: Up): boolean {
    if (this.#state.kind !== 'live' || !this.#socket) return false
    this.#socket.send(JSON.stringify(frame))
    return true
  }

  #open(): void {
    const { world, clientId, url } = this.#options
    let socket: SocketLike
    try {
      socket = this.#options.open(url)
    } catch {
      // Deferred: the caller still has to see `connecting`.
      this.#later(0, () => this.#lost(null))
      return
    }
    this.#socket = socket
    this.#later(OPENING_MS, () => this.#lost(null))
    socket.onopen = () =>
      socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, clientId } satisfies Up))
    socket.onclose = (event: { code?: number }) => {
      if (socket === this.#socket) this.#lost(event.code ?? null)
    }
    socket.onmessage = (event: { data: unknown }) => {
      if (socket !== this.#socket) return
      this.#heardAt = world.now()
      this.#isAwaited = false
      this.#receive(String(event.data))
    }
  }

  #receive(text: string): void {
    const frame = JSON.parse(text) as Down
    if (frame.type === 'reload') this.dispatch({ type: 'outdated' })
    else if (frame.type === 'welcome') {
      this.dispatch({ type: 'welcomed', connectionId: frame.connectionId })
      this.#options.onWelcome(frame)
    } else if (frame.type !== 'pong') this.#options.onFrame(frame)
  }

  #listenForSilence(): void {
    const { world } = this.#options
    // A clock that was set back says nothing about how long it has been quiet: the wait begins now.
    this.#heardAt = Math.min(this.#heardAt, world.now())
    const quiet = world.now() - this.#heardAt
    this.#later(Math.max(0, PING_AFTER_MS - quiet), () => {
      if (world.now() - this.#heardAt < PING_AFTER_MS) return this.#listenForSilence()
      this.#isAwaited = true
      this.send({ type: 'ping' })
      this.#later(SILENCE_MS, () => {
        if (this.#isAwaited) this.#lost(null)
        else this.#listenForSilence()
      })
    })
  }

  #lost(code: number | null): void {
    this.dispatch({ type: 'closed', code, random: this.#options.world.random() })
  }

  #dropSocket(): void {
    const socket = this.#socket
    this.#socket = undefined
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close(1000)
  }

  #later(ms: number, callback: () => void): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#options.world.setTimeout(callback, ms)
  }
}
