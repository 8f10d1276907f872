/**
 * Gives ids dense numbers, their ordinals, so that sets of ids become small sorted arrays. Append-only: an
 * ordinal means the same id for good, so a replica and all its forks share one interner. Ordinals mean
 * nothing outside the process.
 */
import type { Id } from '../protocol/scalars.ts'

export class Interner {
  readonly #ordinals = new Map<Id, number>()
  readonly #ids: Id[] = []

  get size(): number {
    return this.#ids.length
  }

  /** The ordinal of an id, or -1 when it never had one. */
  find(id: Id): number {
    return this.#ordinals.get(id) ?? -1
  }

  /** The ordinal of an id, a new one if need be. */
  intern(id: Id): number {
    const known = this.#ordinals.get(id)
    if (known !== undefined) return known
    const ordinal = this.#ids.length
    this.#ordinals.set(id, ordinal)
    this.#ids.push(id)
    return ordinal
  }

  /** The id with this ordinal; throws for one that was never given. */
  id(ordinal: number): Id {
    const id = this.#ids[ordinal]
    if (id === undefined) throw new RangeError(`No id has the ordinal ${ordinal}`)
    return id
  }
}
