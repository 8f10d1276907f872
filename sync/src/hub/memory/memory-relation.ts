/**
 * A many-to-many table in memory (memberships, shares): left id → right ids, each with the version that
 * added it. A fork shares the inner maps until it writes to one.
 */
import type { Id, Version } from '../../protocol/scalars.ts'
import { ConstraintViolation } from './constraint-violation.ts'

export class MemoryRelation {
  #rows = new Map<Id, Map<Id, Version>>()
  #owned = new Set<Id>()

  fork(): MemoryRelation {
    const fork = new MemoryRelation()
    fork.#rows = new Map(this.#rows)
    // From now on both copies share every inner map, so neither may write to one in place.
    this.#owned = new Set()
    return fork
  }

  add(left: Id, rights: readonly Id[], version: Version): void {
    const row = this.#own(left)
    for (const right of rights) {
      if (row.has(right)) throw new ConstraintViolation('It is there already')
      row.set(right, version)
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

  /** The version that added this pair, undefined when it is not there. */
  addedVersion(left: Id, right: Id): Version | undefined {
    return this.#rows.get(left)?.get(right)
  }

  *entries(): IterableIterator<[left: Id, rights: Id[]]> {
    for (const [left, row] of this.#rows) if (row.size > 0) yield [left, [...row.keys()]]
  }

  #own(left: Id): Map<Id, Version> {
    const row = this.#rows.get(left)
    if (row && this.#owned.has(left)) return row
    const copy = new Map(row)
    this.#rows.set(left, copy)
    this.#owned.add(left)
    return copy
  }
}
