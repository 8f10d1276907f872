/**
 * One transaction whose statements go out without waiting for each other's answers, so that a small commit
 * costs one round trip. Owns a connection from `open` until `commit` or `rollback` has ended. Statements
 * after a failed one fail too; the first failure is the transaction's.
 */
import type { DatabaseError, PoolClient, QueryResultRow } from 'pg'
import { CopyIn } from './postgres-copy-in.ts'
import type { Pool } from './postgres-pool.ts'

/** The connection failed: what was sent may or may not have been done. */
export class ConnectionLost extends Error {}

/** A statement failed and the transaction with it. `label` is the name that the statement was sent under. */
export class StatementFailed extends Error {
  readonly label: string
  /** SQLSTATE, e.g. `23505`. */
  readonly code: string
  readonly constraint: string | undefined

  constructor(label: string, cause: DatabaseError) {
    super(`${label}: ${cause.message}`, { cause })
    this.label = label
    this.code = cause.code ?? ''
    this.constraint = cause.constraint
  }
}

/** Whoever asked for the work wants it no longer. */
export class Cancelled extends Error {}

export interface Statement {
  /** Names the statement in failures. */
  label: string
  text: string
  values: unknown[]
  /** Keep it prepared under its label; only for texts that never vary. */
  prepare?: boolean
}

export class PostgresTransaction {
  readonly #client: PoolClient
  readonly #answers: Promise<unknown>[] = []
  #failed: ConnectionLost | StatementFailed | undefined
  #isOver = false

  private constructor(client: PoolClient) {
    this.#client = client
  }

  /** Waits for a free connection and begins. Throws `ConnectionLost` when there is none to be had. */
  static async open(
    pool: Pool,
    mode: 'read committed' | 'repeatable read, read only' = 'read committed',
  ): Promise<PostgresTransaction> {
    const client = await pool.connect().catch((error: Error) => {
      throw new ConnectionLost(error.message, { cause: error })
    })
    const transaction = new PostgresTransaction(client)
    transaction.send({ label: 'begin', text: `begin isolation level ${mode}`, values: [] })
    return transaction
  }

  /**
   * Sends a statement at once. Its answer may be left alone: `commit` reports every failure. Throws when the transaction
   * is over: the connection may be somebody else's, and the statement would stand alone.
   */
  send<R extends QueryResultRow>({ label, text, values, prepare }: Statement): Promise<R[]> {
    if (this.#isOver) throw new Error(`${label}: the transaction is over`)
    const query = this.#client.query<R>(prepare ? { name: label, text, values } : { text, values })
    const answer = query.then(
      ({ rows }) => rows,
      (error) => {
        throw this.#note(label, error)
      },
    )
    answer.catch(() => {})
    this.#answers.push(answer)
    return answer
  }

  /**
   * Streams rows into a table and waits until they are there. Only on a connection of `copyPool`, with nothing else on
   * its way. Rejects with what the rows threw, too.
   */
  async copyIn(label: string, text: string, rows: AsyncIterable<Buffer>): Promise<void> {
    const copy = this.#client.query(new CopyIn(text, rows))
    this.#answers.push(copy.done)
    try {
      await copy.done
    } catch (error) {
      throw error instanceof Cancelled ? error : this.#note(label, error as Error)
    }
  }

  /**
   * Commits and waits for all answers. Throws `StatementFailed` when nothing was written and
   * `ConnectionLost` when that is not known.
   */
  async commit(): Promise<void> {
    // Sent before the answers are in: after a failed statement Postgres takes it for a rollback.
    await this.#end('commit')
    if (this.#failed) throw this.#failed
  }

  /** Ends the transaction without effect. Never throws. */
  rollback(): Promise<void> {
    return this.#end('rollback')
  }

  async #end(how: 'commit' | 'rollback'): Promise<void> {
    this.send({ label: how, text: how, values: [] })
    this.#isOver = true
    await Promise.allSettled(this.#answers)
    this.#client.release(this.#failed instanceof ConnectionLost)
  }

  #note(label: string, error: Error): ConnectionLost | StatementFailed {
    const failure = failureOf(label, error)
    // A lost connection says more than the failure before it: the statement's effect is unknown.
    if (!this.#failed || failure instanceof ConnectionLost) this.#failed = failure
    return failure
  }
}

/** Tells a refusal by the server from a connection that failed. */
export function failureOf(label: string, error: Error): ConnectionLost | StatementFailed {
  if (error instanceof ConnectionLost || error instanceof StatementFailed) return error
  const isAnswer = 'severity' in error && 'code' in error
  // Class 57P: the server ends this session, and its answer to a commit may have been lost on the way.
  if (!isAnswer || String(error.code).startsWith('57P'))
    return new ConnectionLost(error.message, { cause: error })
  return new StatementFailed(label, error as DatabaseError)
}
