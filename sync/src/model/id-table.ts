/**
 * The rows of one entity by id, with what searching and sorting them needs, derived once per row. Rows
 * are immutable; a write replaces the row. Forks share all pages until one of them writes.
 */
import type { Id } from '../protocol/scalars.ts'
import { fold, sortKey } from './fold.ts'
import { ImpossibleChange } from './impossible-change.ts'
import { Interner } from './interner.ts'
import { PagedVector } from './paged-vector.ts'
import { type Order, RankedOrder, type Ranks, rankedOrder } from './ranked-order.ts'
import type { Rows } from './state.ts'

interface Named {
  readonly id: Id
  readonly name: string
}

interface Entry<T> {
  readonly row: T
  readonly nameKey: string
  /** Folded text that searches look at; made when first asked for. */
  text: string | undefined
}

/** Texts folded between two turns of others. */
const TEXTS = 10_000

export class IdTable<T extends Named> implements Rows<T> {
  readonly ids: Interner
  readonly #entity: string
  readonly #detail: (row: T) => string
  #entries = new PagedVector<Entry<T>>()
  #orders = new Map<Order<T> | 'name', RankedOrder>()
  #size = 0

  /** `entity` names the rows in messages; `detail` is the text beside the name that searches also look at. */
  constructor(entity: string, detail: (row: T) => string, ids: Interner = new Interner()) {
    this.#entity = entity
    this.#detail = detail
    this.ids = ids
  }

  get size(): number {
    return this.#size
  }

  get(id: Id): T | undefined {
    return this.#entries.at(this.ids.find(id))?.row
  }

  has(id: Id): boolean {
    return this.#entries.at(this.ids.find(id)) !== undefined
  }

  at(ordinal: number): T | undefined {
    return this.#entries.at(ordinal)?.row
  }

  *values(): IterableIterator<T> {
    for (const [, entry] of this.#entries.entries()) yield entry.row
  }

  *ordinals(): IterableIterator<number> {
    for (const [ordinal] of this.#entries.entries()) yield ordinal
  }

  searchText(ordinal: number): string {
    const entry = this.#entries.at(ordinal)
    if (entry === undefined) return ''
    entry.text ??= ` ${fold(entry.row.name)} ${fold(this.#detail(entry.row))}`
    return entry.text
  }

  ranks(order: Order<T> | 'name' = 'name'): Ranks {
    let ranked = this.#orders.get(order)
    if (ranked === undefined) {
      ranked = new RankedOrder(undefined, this.ordinals())
      this.#orders.set(order, ranked)
    }
    return ranked.ranks((ordinal) => this.at(ordinal) !== undefined, this.#comparison(order))
  }

  /**
   * Makes what searches and these orders need before somebody asks for it, in steps of a few milliseconds. The rows
   * must stay as they are meanwhile.
   */
  *prepare(orders: readonly (Order<T> | 'name')[]): Generator<void, void> {
    const ordinals = Uint32Array.from(this.ordinals())
    for (let i = 0; i < ordinals.length; i++) {
      this.searchText(ordinals[i] as number)
      if (i % TEXTS === TEXTS - 1) yield
    }
    for (const order of orders) {
      if (this.#orders.has(order)) continue
      this.#orders.set(order, yield* rankedOrder(ordinals.slice(), this.#comparison(order)))
      yield
    }
  }

  /** Adds a row and answers its ordinal. Throws `ImpossibleChange` when its id is taken. */
  create(row: T): number {
    const ordinal = this.ids.intern(row.id)
    if (this.at(ordinal) !== undefined) throw this.#impossible(row.id, 'exists already')
    this.#write(ordinal, row)
    this.#size++
    return ordinal
  }

  /** Replaces fields of a row. Throws `ImpossibleChange` when it is absent. */
  update(id: Id, fields: Partial<T>): { before: T; after: T; ordinal: number } {
    const before = this.get(id)
    if (before === undefined) throw this.#impossible(id, 'is not there')
    if (fields.id !== undefined && fields.id !== id) throw this.#impossible(id, 'cannot change its id')
    const after = { ...before, ...fields }
    const ordinal = this.ids.find(id)
    this.#write(ordinal, after)
    return { before, after, ordinal }
  }

  /** Takes a row out and answers it. Throws `ImpossibleChange` when it is absent. */
  delete(id: Id): T {
    const row = this.get(id)
    if (row === undefined) throw this.#impossible(id, 'is not there')
    this.#write(this.ids.find(id), undefined)
    this.#size--
    return row
  }

  fork(): IdTable<T> {
    const copy = new IdTable(this.#entity, this.#detail, this.ids)
    copy.#entries = this.#entries.fork()
    for (const [order, ranked] of this.#orders) copy.#orders.set(order, ranked.fork())
    copy.#size = this.#size
    return copy
  }

  #write(ordinal: number, row: T | undefined): void {
    const before = this.#entries.at(ordinal)
    const nameKey =
      row === undefined ? '' : row.name === before?.row.name ? before.nameKey : sortKey(row.name)
    this.#entries.set(ordinal, row && { row, nameKey, text: undefined })
    for (const [order, ranked] of this.#orders) {
      const isSame =
        row !== undefined &&
        before !== undefined &&
        nameKey === before.nameKey &&
        (order === 'name' || order.key(row) === order.key(before.row))
      if (!isSame) ranked.touch(ordinal)
    }
  }

  #comparison(order: Order<T> | 'name'): (a: number, b: number) => number {
    const byName = (a: number, b: number) => {
      const left = this.#entries.at(a)
      const right = this.#entries.at(b)
      if (left === undefined || right === undefined) return 0
      if (left.nameKey !== right.nameKey) return left.nameKey < right.nameKey ? -1 : 1
      return left.row.id < right.row.id ? -1 : left.row.id > right.row.id ? 1 : 0
    }
    if (order === 'name') return byName
    // Keys are looked up many times in one sort; the array lives no longer than that.
    const keys: (string | number | undefined)[] = []
    const keyOf = (ordinal: number) => {
      const known = keys[ordinal]
      if (known !== undefined) return known
      const row = this.at(ordinal)
      const key = row === undefined ? '' : order.key(row)
      keys[ordinal] = key
      return key
    }
    return (a, b) => {
      const left = keyOf(a)
      const right = keyOf(b)
      if (left === right) return byName(a, b)
      return left < right ? -1 : 1
    }
  }

  #impossible(id: Id, why: string): ImpossibleChange {
    return new ImpossibleChange(`${this.#entity} ${id} ${why}`)
  }
}
