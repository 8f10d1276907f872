/** A many-to-many table in memory (memberships, shares): left id → right ids. A fork shares the inner sets until it writes to one. */
import type { Id } from '../../protocol/scalars.ts'
import { ConstraintViolation } from './constraint-violation.ts'

export class MemoryRelation {
  #rows = new Map<Id, Set<Id>>()
  #owned = new Set<Id>()

  fork(): MemoryRelation {
    const fork = new MemoryRelation()
    fork.#rows = new Map(this.#rows)
    // From now on both copies share every inner set, so neither may write to one in place.
    this.#owned = new Set()
    return fork
  }

  has(left: Id, right: Id): boolean {
    return this.#rows.get(left)?.has(right) ?? false
  }

  add(left: Id, rights: readonly Id[]): void {
    const row = this.#own(left)
    for (const right of rights) {
      if (row.has(right)) throw new ConstraintViolation('It is there already')
      row.add(right)
    }
  }

  remove(left: Id, rights: readonly Id[]): void {
    const row = this.#own(left)
    for (const right of rights) {
      if (!row.delete(right)) throw new ConstraintViolation('It is gone already')
    }
  }

  drop(left: Id): void {
    this.#rows.delete(left)
  }

  dropRight(right: Id): void {
    for (const [left, row] of this.#rows) if (row.has(right)) this.#own(left).delete(right)
  }

  *entries(): IterableIterator<[left: Id, rights: Id[]]> {
    for (const [left, row] of this.#rows) if (row.size > 0) yield [left, [...row]]
  }

  #own(left: Id): Set<Id> {
    const row = this.#rows.get(left)
    if (row && this.#owned.has(left)) return row
    const copy = new Set(row)
    this.#rows.set(left, copy)
    this.#owned.add(left)
    return copy
  }
}
