/**
 * Progress of commits on other nodes, passed on to the consoles here (CM9). Owns when each was last heard: of
 * a node that died, no end comes, so this room says it.
 */
import type { Progress } from '../protocol/progress.ts'
import type { Id } from '../protocol/scalars.ts'
import type { World } from '../world.ts'

/** A commit's last step may take long in silence; its strip comes back with the next word. */
const SILENCE_MS = 30_000

export class OtherProgress {
  readonly #world: World
  readonly #broadcast: (progress: Progress) => void
  readonly #running = new Map<Id, { progress: Progress; cancel: () => void }>()

  constructor(world: World, broadcast: (progress: Progress) => void) {
    this.#world = world
    this.#broadcast = broadcast
  }

  heard(progress: Progress): void {
    const { mutationId } = progress
    const former = this.#running.get(mutationId)
    // Hints may overtake each other, and the end is the end.
    if (former?.progress.ended || (former && !progress.ended && former.progress.done > progress.done)) return
    former?.cancel()
    this.#running.set(mutationId, { progress, cancel: this.#forgetLater(mutationId) })
    this.#broadcast(progress)
  }

  stop(): void {
    for (const { cancel } of this.#running.values()) cancel()
  }

  #forgetLater(mutationId: Id): () => void {
    return this.#world.setTimeout(() => {
      const progress = this.#running.get(mutationId)?.progress
      this.#running.delete(mutationId)
      if (progress && !progress.ended) this.#broadcast({ ...progress, ended: true })
    }, SILENCE_MS)
  }
}
