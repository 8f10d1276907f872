/**
 * Mutations that want what a long save is being written for: they wait until it is over, so that its rows are not
 * written in vain, and nobody else waits with them (CM16). Owns who waits; a person's later mutations wait behind
 * their earlier ones.
 */
import type { Change } from '../model/change.ts'
import { touchedBy } from '../model/touched.ts'
import type { Footprint } from './footprint.ts'
import type { Waiting } from './waiting-line.ts'

export class HeldBack {
  readonly #saves = new Map<Waiting, Footprint>()
  readonly #held = new Set<Waiting>()

  /** Rows of this save are being written from now on. */
  begin(save: Waiting, footprint: Footprint): void {
    this.#saves.set(save, footprint)
  }

  /** The save is over, or will be planned again; answers who may go on, in their order. */
  end(save: Waiting): Waiting[] {
    if (!this.#saves.delete(save)) return []
    const free = [...this.#held]
    this.#held.clear()
    return free
  }

  /** Lets one go on, and who waits behind it, in their order; nobody when it was not held. */
  free(waiting: Waiting): Waiting[] {
    if (!this.#held.has(waiting)) return []
    const { actorId } = waiting
    const free = [...this.#held].filter(
      (each) => each === waiting || (actorId !== null && each.actorId === actorId),
    )
    for (const each of free) this.#held.delete(each)
    return free
  }

  includes(waiting: Waiting): boolean {
    return this.#held.has(waiting)
  }

  /** True when an earlier mutation of the same person is held. */
  isBehind({ actorId }: Waiting): boolean {
    if (actorId === null) return false
    for (const held of this.#held) if (held.actorId === actorId) return true
    return false
  }

  /** True when these changes want what is being written. */
  wants(changes: readonly Change[]): boolean {
    if (this.#saves.size === 0) return false
    const touched = touchedBy(changes)
    for (const footprint of this.#saves.values()) if (footprint.isTouchedBy(touched)) return true
    return false
  }

  hold(waiting: Waiting): void {
    this.#held.add(waiting)
  }
}
