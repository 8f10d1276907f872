/** Who waits for the server's answers, which come in the order of the updates, one for each. */
export class Acknowledgements {
  #waiting: (() => void)[] = []

  /** Call right after the update was made. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** The server acknowledged the oldest update that is still open. */
  heard(): void {
    this.#waiting.shift()?.()
  }
}
