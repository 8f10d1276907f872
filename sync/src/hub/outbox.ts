/**
 * Owns what goes down one socket. Small answers always go; deltas stop while too much is unsent, and what
 * was left out is made good by fresh snapshots once the socket has drained. Never waits, so a slow
 * console costs its neighbours nothing (FN2–FN4).
 */
import { CLOSE } from '../protocol/close-codes.ts'
import type { World } from '../world.ts'
import type { Frame } from './frame.ts'
import type { HubOptions } from './options.ts'

/** A socket for text frames, as the server has it. */
export interface Socket {
  send(frame: Frame): void
  close(code: number, reason: string): void
  readonly bufferedAmount: number
}

export interface OutboxOptions
  extends Pick<HubOptions, 'slowBytes' | 'drainedBytes' | 'hopelessBytes' | 'hopelessMs' | 'slowCheckMs'> {
  world: World
  /** The socket has drained: send anew what was left out. */
  onDrained(): void
  /** The socket is to be closed and forgotten. */
  onHopeless(code: number, reason: string): void
}

export class Outbox {
  readonly #socket: Socket
  readonly #options: OutboxOptions
  #slowSince: number | undefined
  #cancelCheck = () => {}

  constructor(socket: Socket, options: OutboxOptions) {
    this.#socket = socket
    this.#options = options
  }

  get isSlow(): boolean {
    return this.#slowSince !== undefined
  }

  /** Sends whatever the state of the socket. */
  send(frame: Frame): void {
    this.#socket.send(frame)
    if (this.#slowSince === undefined && this.#socket.bufferedAmount > this.#options.slowBytes) this.#slow()
  }

  /** Sends unless the socket is slow; false when the frame was left out. */
  offer(frame: Frame): boolean {
    if (this.#slowSince !== undefined) return false
    this.send(frame)
    return true
  }

  stop(): void {
    this.#cancelCheck()
  }

  #slow(): void {
    this.#slowSince = this.#options.world.now()
    this.#checkLater()
  }

  #checkLater(): void {
    this.#cancelCheck = this.#options.world.setTimeout(() => this.#check(), this.#options.slowCheckMs)
  }

  #check(): void {
    const { hopelessBytes, hopelessMs, drainedBytes, world } = this.#options
    const unsent = this.#socket.bufferedAmount
    const since = this.#slowSince ?? world.now()
    if (unsent > hopelessBytes || world.now() - since >= hopelessMs) {
      this.#options.onHopeless(CLOSE.tryLater, 'Too slow: come back later')
      return
    }
    if (unsent > drainedBytes) {
      this.#checkLater()
      return
    }
    this.#slowSince = undefined
    this.#options.onDrained()
  }
}
