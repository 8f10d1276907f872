/**
 * Gathers what other nodes must hear of one change set's awareness, and publishes it at a bounded pace
 * (ST16). Consoles renew themselves every few seconds, so a lost hint heals by itself.
 */

import type { World } from '../../world.ts'
import { howManyFit } from '../cut-to-fit.ts'
import type { HubOptions } from '../options.ts'
import type { AwareClient } from '../ports.ts'

export interface AwarenessWhisperOptions extends Pick<HubOptions, 'whisperMs' | 'whisperHints'> {
  world: World
  publish(clients: AwareClient[]): void
}

/** More is said here than other nodes can be told only by a console that means no good: the oldest words go. */
const MAX_UNTOLD = 2_000

export class AwarenessWhisper {
  readonly #options: AwarenessWhisperOptions
  /** By Yjs client, first come first; a newer word takes the place of the older one. */
  readonly #untold = new Map<number, AwareClient>()
  #toldAt = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | undefined

  constructor(options: AwarenessWhisperOptions) {
    this.#options = options
  }

  tell(clients: Iterable<AwareClient>): void {
    for (const client of clients) {
      this.#untold.set(client.client, client)
      const [oldest] = this.#untold.keys()
      if (this.#untold.size > MAX_UNTOLD && oldest !== undefined) this.#untold.delete(oldest)
    }
    if (this.#untold.size === 0) return
    const { world, whisperMs } = this.#options
    const wait = Math.max(0, this.#toldAt + whisperMs - world.now())
    this.#cancel ??= world.setTimeout(() => {
      this.#cancel = undefined
      this.#tellNow()
    }, wait)
  }

  stop(): void {
    this.#cancel?.()
  }

  #tellNow(): void {
    const { world, whisperHints, publish } = this.#options
    this.#toldAt = world.now()
    for (let hints = 0; hints < whisperHints && this.#untold.size > 0; hints++) {
      const clients = [...this.#untold.values().take(howManyFit(this.#untold.values()))]
      for (const { client } of clients) this.#untold.delete(client)
      publish(clients)
    }
    this.tell([])
  }
}
