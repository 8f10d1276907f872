/**
 * Time that moves only when `run` moves it: from event to event, with every promise in between settled.
 * Owns the order of everything that happens in a simulated world.
 */
import type { World } from '../world.ts'
import type { Random } from './random.ts'

interface Timer {
  at: number
  order: number
  callback: () => void
}

const START = Date.parse('2026-03-02T09:00:00.000Z')

export class FakeClock implements World {
  readonly #random: Random
  readonly #timers: Timer[] = []
  #now = START
  #order = 0

  constructor(random: Random) {
    this.#random = random
  }

  now(): number {
    return this.#now
  }

  /** Sets the wall clock by so many milliseconds; what waits goes on waiting as long as it would have. */
  set(ms: number): void {
    this.#now += ms
    for (const timer of this.#timers) timer.at += ms
  }

  random(): number {
    return this.#random.next()
  }

  id(): string {
    return this.#random.uuid()
  }

  setTimeout(callback: () => void, ms: number): () => void {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, callback }
    this.#insert(timer)
    return () => {
      const at = this.#timers.indexOf(timer)
      if (at >= 0) this.#timers.splice(at, 1)
    }
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.setTimeout(resolve, ms))
  }

  /** Lets `ms` pass. */
  async run(ms: number): Promise<void> {
    const end = this.#now + ms
    await settled()
    for (;;) {
      const next = this.#timers[0]
      if (!next || next.at > end) break
      this.#timers.shift()
      this.#now = Math.max(this.#now, next.at)
      next.callback()
      await settled()
    }
    this.#now = end
  }

  /** Earliest first, then in the order of asking. */
  #insert(timer: Timer): void {
    let low = 0
    let high = this.#timers.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = this.#timers[middle]
      if (other && other.at <= timer.at) low = middle + 1
      else high = middle
    }
    this.#timers.splice(low, 0, timer)
  }
}

/** All promises that can settle without time passing have settled. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
