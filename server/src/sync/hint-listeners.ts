/** Who hears the hints of other nodes on this one. What is no hint is heard by nobody. */
import type { Hint } from '@muster/sync/hub/ports.ts'
import { decodeHint } from './hint-queue.ts'

export class HintListeners {
  readonly #listeners = new Set<(hint: Hint) => void>()

  /** Answers a function that ends it. The same function added twice hears twice. */
  add(listener: (hint: Hint) => void): () => void {
    const entry = (hint: Hint) => listener(hint)
    this.#listeners.add(entry)
    return () => this.#listeners.delete(entry)
  }

  /** A text came from the medium. */
  hear(text: string | undefined): void {
    const hint = decodeHint(text)
    if (hint) for (const listener of this.#listeners) listener(hint)
  }
}
