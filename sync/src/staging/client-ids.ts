/**
 * Whose each Yjs client id of one document is. Invariants: an id that wrote belongs to its writer for ever,
 * because the document keeps what it wrote; an id that is only shown in awareness belongs to who shows it, and
 * the last few that a person stopped showing stay theirs, so that a console that comes back finds its own. So
 * this holds what the document holds, what is shown, and `MAX_LEFT` for each person.
 */
import type { Id } from '../protocol/scalars.ts'

const MAX_LEFT = 32

export class ClientIds {
  readonly #writers = new Map<number, Id>()
  readonly #shown = new Map<number, Id>()
  /** Of those shown: which are not any more, by person, the longest gone first. */
  readonly #left = new Map<Id, Set<number>>()

  /** How many ids are remembered. */
  get size(): number {
    return this.#writers.size + this.#shown.size
  }

  ownerOf(client: number): Id | undefined {
    return this.#writers.get(client) ?? this.#shown.get(client)
  }

  /** Somebody's console shows this id; false when it belongs to somebody else. */
  show(client: number, userId: Id): boolean {
    const owner = this.ownerOf(client)
    if (owner !== undefined && owner !== userId) return false
    if (!this.#writers.has(client)) this.#shown.set(client, userId)
    this.#left.get(userId)?.delete(client)
    return true
  }

  /** The id is shown no more. */
  hide(client: number): void {
    const owner = this.#shown.get(client)
    if (owner === undefined) return
    const left = this.#left.get(owner) ?? new Set()
    this.#left.set(owner, left)
    left.delete(client)
    left.add(client)
    const [oldest] = left
    if (left.size <= MAX_LEFT || oldest === undefined) return
    left.delete(oldest)
    this.#shown.delete(oldest)
  }

  /** The id has written, or is about to. Whoever owned it before goes on doing so. */
  wrote(client: number, userId: Id): void {
    if (this.#writers.has(client)) return
    const owner = this.ownerOf(client) ?? userId
    this.#writers.set(client, owner)
    this.#shown.delete(client)
    this.#left.get(owner)?.delete(client)
  }
}
