/**
 * Which local edits have arrived. The y-websocket protocol acknowledges nothing, but answers sync steps in order, each
 * after everything that was sent before it is stored (ST17): the n-th answer is the receipt for the n-th question.
 */
export class Receipts {
  /** What had been edited when each question went out that is not answered yet. */
  #asked: number[] = []

  /** A question goes out after this edit. */
  ask(edit: number): void {
    this.#asked.push(edit)
  }

  /** An answer came: everything up to this edit has arrived. Undefined when nobody asked. */
  answered(): number | undefined {
    return this.#asked.shift()
  }

  /** The connection is gone, and with it the answers that were due. */
  dropped(): void {
    this.#asked = []
  }
}
