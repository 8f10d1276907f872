import type { Id } from '../../protocol/scalars.ts'
import { ConstraintViolation } from './constraint-violation.ts'

/** The rows of one entity by id, with one more unique key as the table has it. */
export class UniqueRows<T extends { id: Id }> {
  readonly #keyOf: (row: T) => string
  #rows = new Map<Id, T>()
  #ids = new Map<string, Id>()

  constructor(keyOf: (row: T) => string) {
    this.#keyOf = keyOf
  }

  fork(): UniqueRows<T> {
    const fork = new UniqueRows<T>(this.#keyOf)
    fork.#rows = new Map(this.#rows)
    fork.#ids = new Map(this.#ids)
    return fork
  }

  get(id: Id): T | undefined {
    return this.#rows.get(id)
  }

  has(id: Id): boolean {
    return this.#rows.has(id)
  }

  values(): IterableIterator<T> {
    return this.#rows.values()
  }

  /** Inserts or replaces; throws `ConstraintViolation` when another row has its unique key. */
  set(row: T): void {
    const key = this.#keyOf(row)
    const holder = this.#ids.get(key)
    if (holder !== undefined && holder !== row.id)
      throw new ConstraintViolation(`The name or address "${key}" is taken`)
    this.delete(row.id)
    this.#rows.set(row.id, row)
    this.#ids.set(key, row.id)
  }

  delete(id: Id): void {
    const row = this.#rows.get(id)
    if (!row) return
    this.#ids.delete(this.#keyOf(row))
    this.#rows.delete(id)
  }
}
