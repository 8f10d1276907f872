/**
 * One `COPY … FROM STDIN` on a node-postgres client, with its rows as they are made. Ends when Postgres has taken or
 * refused them, or the connection is gone; what the rows throw makes Postgres refuse them, and is thrown.
 */
import type { Writable } from 'node:stream'
import type { Submittable } from 'pg'

/** What node-postgres' connections do for COPY; its types leave it out. */
interface CopyConnection {
  readonly stream: Writable
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

export class CopyIn implements Submittable {
  readonly #text: string
  readonly #rows: AsyncIterable<Buffer>
  readonly #end = Promise.withResolvers<void>()
  #isOver = false
  #reason: unknown

  constructor(text: string, rows: AsyncIterable<Buffer>) {
    this.#text = text
    this.#rows = rows
    this.#end.promise.catch(() => {})
  }

  /** Rejects with what the rows threw, with Postgres' error or with that of the connection. */
  get done(): Promise<void> {
    return this.#end.promise
  }

  submit(connection: object): void {
    ;(connection as CopyConnection).query(this.#text)
  }

  handleCopyInResponse(connection: CopyConnection): void {
    void this.#send(connection)
  }

  handleError(error: unknown): void {
    this.#isOver = true
    this.#end.reject(this.#reason ?? error)
  }

  handleReadyForQuery(): void {
    this.#isOver = true
    this.#end.resolve()
  }

  handleCommandComplete(): void {}

  async #send(connection: CopyConnection): Promise<void> {
    try {
      for await (const chunk of this.#rows) {
        if (this.#isOver) return
        connection.sendCopyFromChunk(chunk)
        if (connection.stream.writableNeedDrain) await this.#drained(connection.stream)
      }
      if (!this.#isOver) connection.endCopyFrom()
    } catch (error) {
      this.#reason = error
      if (!this.#isOver) connection.sendCopyFail('the rows ended early')
    }
  }

  #drained(stream: Writable): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const over = () => resolve()
    stream.once('drain', over)
    this.#end.promise.then(over, over)
    return promise.finally(() => stream.off('drain', over))
  }
}
