import type { Hint, Wakeup } from '../ports.ts'
import { copy } from './memory-database.ts'

/**
 * Decides the fate of one hint on its way to one listener: call `deliver` never (lost), later (late) or
 * several times (doubled).
 */
export type Courier = (hint: Hint, deliver: () => void) => void

const atOnce: Courier = (_hint, deliver) => queueMicrotask(deliver)

/** The medium that the wakeups of all nodes of a simulated world share. */
export class MemoryWakeupBus {
  /** May be replaced at any time, e.g. to cut a node off for a while. */
  courier: Courier
  readonly #listeners = new Set<(hint: Hint) => void>()

  constructor(courier: Courier = atOnce) {
    this.courier = courier
  }

  /** One node's port. */
  wakeup(): Wakeup {
    return {
      publish: async (hint) => {
        for (const listener of this.#listeners) {
          const own = copy(hint)
          this.courier(own, () => {
            if (this.#listeners.has(listener)) listener(own)
          })
        }
      },
      subscribe: (listener) => {
        // Wrapped, so that the same function subscribed twice is two subscriptions.
        const entry = (hint: Hint) => listener(hint)
        this.#listeners.add(entry)
        return () => this.#listeners.delete(entry)
      },
    }
  }
}
