/**
 * Connections between consoles and nodes: in order within a connection, in no order across. A connection
 * can be cut (both ends hear of it, sooner or later) or go silent (nobody hears anything). Owns no
 * meaning: it carries text and bytes alike.
 */
import type { FakeClock } from './fake-clock.ts'
import type { Random } from './random.ts'

/** What a node does with its end. */
export interface NodeEnd<T> {
  receive(frame: T): void
  closed(): void
}

/** The node's side of the wire, as its socket. */
export interface NodeSocket<T> {
  send(frame: T): void
  close(code: number, reason: string): void
  readonly bufferedAmount: number
}

/** What a console does with its end. */
export interface ConsoleEnd<T> {
  opened(): void
  receive(frame: T): void
  closed(code: number): void
}

export interface Weather {
  /** Longest delay of a frame in milliseconds. */
  delayMs: number
  /** Chance that a wire that fails goes silent instead of being cut. */
  silent: number
}

/** Code that a console sees when its connection just broke (RFC 6455 §7.4.1). */
const ABNORMAL = 1006

export class FakeNetwork {
  weather: Weather = { delayMs: 30, silent: 0.3 }
  readonly wires = new Set<Wire>()
  readonly #clock: FakeClock
  readonly #random: Random

  constructor(clock: FakeClock, random: Random) {
    this.#clock = clock
    this.#random = random
  }

  /**
   * Opens a wire. `accept` is the node's: undefined when nobody is there. Answers the console's end; closing
   * it tells the node.
   */
  open<T extends string | Uint8Array>(
    console: ConsoleEnd<T>,
    accept: (socket: NodeSocket<T>) => NodeEnd<T> | undefined,
  ): { send(frame: T): void; close(): void; wire: Wire } {
    let node: NodeEnd<T> | undefined
    let unsent = 0
    let sentUpUntil = 0
    let sentDownUntil = 0
    const later = (from: number) =>
      Math.max(from, this.#clock.now() + this.#random.below(this.weather.delayMs + 1))
    const at = (time: number, callback: () => void) =>
      this.#clock.setTimeout(callback, time - this.#clock.now())
    const wire: Wire = {
      state: 'whole',
      fail: () => {
        if (wire.state !== 'whole') return
        this.wires.delete(wire)
        wire.state = this.#random.chance(this.weather.silent) ? 'silent' : 'cut'
        const slow = wire.state === 'silent' ? 60_000 : 200
        at(later(this.#clock.now() + this.#random.below(slow)), () => node?.closed())
        if (wire.state === 'cut') at(later(this.#clock.now()), () => console.closed(ABNORMAL))
      },
    }
    const socket: NodeSocket<T> = {
      send: (frame) => {
        if (wire.state !== 'whole') return
        const size = frame.length
        unsent += size
        sentDownUntil = later(sentDownUntil)
        at(sentDownUntil, () => {
          unsent -= size
          if (wire.state === 'whole') console.receive(frame)
        })
      },
      close: (code) => {
        if (wire.state !== 'whole') return
        sentDownUntil = later(sentDownUntil)
        at(sentDownUntil, () => {
          if (wire.state !== 'whole') return
          wire.state = 'cut'
          this.wires.delete(wire)
          console.closed(code)
          node?.closed()
        })
      },
      get bufferedAmount() {
        return unsent
      },
    }
    this.wires.add(wire)
    sentUpUntil = later(0)
    at(sentUpUntil, () => {
      if (wire.state !== 'whole') return
      node = accept(socket)
      if (node) console.opened()
      else {
        wire.state = 'cut'
        this.wires.delete(wire)
        console.closed(ABNORMAL)
      }
    })
    return {
      wire,
      send: (frame) => {
        if (wire.state !== 'whole') return
        sentUpUntil = later(sentUpUntil)
        at(sentUpUntil, () => {
          if (wire.state === 'whole') node?.receive(frame)
        })
      },
      close: () => {
        if (wire.state !== 'whole') return
        wire.state = 'cut'
        this.wires.delete(wire)
        at(later(sentUpUntil), () => node?.closed())
      },
    }
  }
}

export interface Wire {
  state: 'whole' | 'cut' | 'silent'
  /** Breaks the connection, one way or the other. */
  fail(): void
}
