/**
 * A many-to-many relation between interned ids, readable from either side. Both directions hold
 * immutable ascending lists of ordinals in forkable vectors, so a fork costs next to nothing and a write
 * copies only the lists it changes.
 */
import type { Id } from '../protocol/scalars.ts'
import { ImpossibleChange } from './impossible-change.ts'
import type { Interner } from './interner.ts'
import {
  copyOf,
  difference,
  firstOf,
  includes,
  NONE,
  type Ordinals,
  ordinalsFrom,
  union,
  withOne,
  withoutOne,
} from './ordinals.ts'
import { PagedVector } from './paged-vector.ts'
import type { Relation } from './state.ts'

/** Pairs related between two turns of others. */
const FILL_SLICE = 50_000

export class IdRelation implements Relation {
  readonly lefts: Interner
  readonly rights: Interner
  readonly #name: string
  #forward = new PagedVector<Ordinals>()
  #back = new PagedVector<Ordinals>()
  #size = 0

  /** `name` says what is related, for the messages of `ImpossibleChange`. */
  constructor(name: string, lefts: Interner, rights: Interner) {
    this.#name = name
    this.lefts = lefts
    this.rights = rights
  }

  get size(): number {
    return this.#size
  }

  has(left: Id, right: Id): boolean {
    return includes(this.ordinalsOfRight(right), this.lefts.find(left))
  }

  of(left: Id): IterableIterator<Id> {
    return idsOf(this.ordinalsOf(left), this.rights)
  }

  ofRight(right: Id): IterableIterator<Id> {
    return idsOf(this.ordinalsOfRight(right), this.lefts)
  }

  countOf(left: Id): number {
    return this.ordinalsOf(left).length
  }

  countOfRight(right: Id): number {
    return this.ordinalsOfRight(right).length
  }

  ordinalsOf(left: Id): Ordinals {
    return this.#forward.at(this.lefts.find(left)) ?? NONE
  }

  ordinalsOfRight(right: Id): Ordinals {
    return this.#back.at(this.rights.find(right)) ?? NONE
  }

  /** As `ordinalsOf` and `ordinalsOfRight`, for ordinals. */
  rightsAt(left: number): Ordinals {
    return this.#forward.at(left) ?? NONE
  }

  leftsAt(right: number): Ordinals {
    return this.#back.at(right) ?? NONE
  }

  /**
   * Relates `left` to each of the ids. Throws `ImpossibleChange`, changing nothing, if it is to one of them
   * already, or if one is not a row by `exists`.
   */
  add(left: Id, rightIds: readonly Id[], exists: (ordinal: number) => boolean): void {
    const l = this.lefts.intern(left)
    const added = this.#distinct(left, rightIds)
    for (let i = 0; i < added.length; i++) {
      const ordinal = added[i] as number
      if (!exists(ordinal)) throw this.#impossible(left, ordinal, 'is of nothing that is there')
    }
    const before = this.rightsAt(l)
    const already = firstOf(added, 'held', before)
    if (already !== undefined) throw this.#impossible(left, already, 'is there already')
    this.#forward.set(l, union(before, added))
    for (const r of added) this.#back.set(r, withOne(this.leftsAt(r), l))
    this.#size += added.length
  }

  /**
   * Relates everything at once, in a relation that is empty: `pairs` names every left once. Yields after some 50,000
   * pairs, so that others may have a turn. Throws `ImpossibleChange` as `add` does.
   */
  *fill(
    pairs: readonly { left: Id; rightIds: readonly Id[] }[],
    exists: (ordinal: number) => boolean,
  ): Generator<void, void> {
    let work = 0
    const forward: { left: number; rights: Uint32Array }[] = []
    const counts = new Uint32Array(this.rights.size)
    for (const { left, rightIds } of pairs) {
      const l = this.lefts.intern(left)
      const rights = this.#distinct(left, rightIds)
      for (let i = 0; i < rights.length; i++) {
        const r = rights[i] as number
        if (!exists(r)) throw this.#impossible(left, r, 'is of nothing that is there')
        ;(counts[r] as number)++
      }
      if (this.rightsAt(l).length > 0) throw this.#impossible(left, rights[0] ?? 0, 'is there already')
      this.#forward.set(l, union(NONE, rights))
      forward.push({ left: l, rights })
      this.#size += rights.length
      work += rights.length
      if (work < FILL_SLICE) continue
      work = 0
      yield
    }
    // Lefts ascend, so each list of the way back comes to stand in order, in one long array first.
    forward.sort((a, b) => a.left - b.left)
    const ends = new Uint32Array(counts.length)
    for (let r = 1; r < ends.length; r++) ends[r] = (ends[r - 1] as number) + (counts[r - 1] as number)
    const lefts = new Uint32Array(this.#size)
    for (const { left, rights } of forward) {
      for (let i = 0; i < rights.length; i++) {
        const r = rights[i] as number
        lefts[ends[r] as number] = left
        ;(ends[r] as number)++
      }
      work += rights.length
      if (work < FILL_SLICE) continue
      work = 0
      yield
    }
    for (let r = 0; r < ends.length; r++) {
      const count = counts[r] as number
      if (count === 0) continue
      const end = ends[r] as number
      this.#back.set(r, copyOf(lefts.subarray(end - count, end)))
      work += count
      if (work < FILL_SLICE) continue
      work = 0
      yield
    }
  }

  /** Ends the relation of `left` to each of the ids. Throws `ImpossibleChange`, changing nothing, if one was not. */
  remove(left: Id, rightIds: readonly Id[]): void {
    const l = this.lefts.intern(left)
    const removed = this.#distinct(left, rightIds)
    const before = this.rightsAt(l)
    const absent = firstOf(removed, 'lacking', before)
    if (absent !== undefined) throw this.#impossible(left, absent, 'is not there')
    const rest = difference(before, removed)
    this.#forward.set(l, rest.length === 0 ? undefined : rest)
    for (const r of removed) {
      const others = withoutOne(this.leftsAt(r), l)
      this.#back.set(r, others.length === 0 ? undefined : others)
    }
    this.#size -= removed.length
  }

  fork(): IdRelation {
    const copy = new IdRelation(this.#name, this.lefts, this.rights)
    copy.#forward = this.#forward.fork()
    copy.#back = this.#back.fork()
    copy.#size = this.#size
    return copy
  }

  #distinct(left: Id, ids: readonly Id[]): Uint32Array {
    const values = new Uint32Array(ids.length)
    for (let i = 0; i < ids.length; i++) values[i] = this.rights.intern(ids[i] as Id)
    const { list, twice } = ordinalsFrom(values)
    if (twice !== undefined) throw this.#impossible(left, twice, 'is named twice')
    return list
  }

  #impossible(left: Id, right: number, why: string): ImpossibleChange {
    return new ImpossibleChange(`${this.#name} ${left} ${this.rights.id(right)} ${why}`)
  }
}

function* idsOf(list: Ordinals, interner: Interner): IterableIterator<Id> {
  for (let i = 0; i < list.length; i++) yield interner.id(list[i] as number)
}
