/**
 * Reads the rows of a statement in batches, inside a transaction: the next batch is on its way while one is worked on,
 * and no more than that waits in memory. Between two batches others on this node have their turn.
 */
import type { QueryResultRow } from 'pg'
import type { PostgresTransaction } from './postgres-transaction.ts'

export class PostgresCursor<T extends QueryResultRow> {
  readonly #transaction: PostgresTransaction
  readonly #fetch: { label: string; text: string; values: [] }
  readonly #count: number
  #next: Promise<T[]>

  /** Asks for the first `count` rows at once. `name` tells it from the transaction's other cursors; a plain word. */
  constructor(
    transaction: PostgresTransaction,
    name: string,
    count: number,
    statement: { text: string; values: unknown[] },
  ) {
    const cursor = `all_${name}`
    const label = `load ${name}`
    transaction.send({
      ...statement,
      label,
      text: `declare ${cursor} no scroll cursor for ${statement.text}`,
    })
    this.#transaction = transaction
    this.#count = count
    this.#fetch = { label, text: `fetch forward ${count} from ${cursor}`, values: [] }
    this.#next = transaction.send<T>(this.#fetch)
  }

  /** All rows, up to `count` at a time. To be walked once. Throws as the transaction's answers do. */
  async *batches(): AsyncGenerator<T[]> {
    for (;;) {
      const rows = await this.#next
      if (rows.length === this.#count) this.#next = this.#transaction.send<T>(this.#fetch)
      yield rows
      if (rows.length < this.#count) return
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
