/**
 * Tells when the last of many consoles has heard a mark. Owns what each has heard; marks only grow, and
 * hearing one includes all below it. Invariant: `reached` is the highest mark that every console has heard.
 */
export class Watch {
  private readonly heardBy: Float64Array
  private readonly floor: number
  /** How many consoles have heard the mark `floor + index`. */
  private readonly counts: number[] = []
  /** When the last one did. */
  private readonly times: number[] = []
  private readonly waiting = new Map<number, (at: number) => void>()
  reached: number

  /** Marks up to `floor` are of the past: all consoles have them. */
  constructor(consoles: number, floor: number) {
    this.heardBy = new Float64Array(consoles).fill(floor)
    this.floor = floor
    this.reached = floor
  }

  /** A console's store now holds everything up to this mark. */
  heard(console: number, mark: number, at: number): void {
    const before = this.heardBy[console] ?? 0
    if (mark <= before) return
    this.heardBy[console] = mark
    for (let one = before + 1; one <= mark; one++) {
      const index = one - this.floor
      const count = (this.counts[index] ?? 0) + 1
      this.counts[index] = count
      if (count < this.heardBy.length) continue
      this.times[index] = at
      this.reached = one
      this.waiting.get(one)?.(at)
      this.waiting.delete(one)
    }
  }

  /** When the last console heard this mark; undefined while one has not. */
  lastAt(mark: number): number | undefined {
    return this.times[mark - this.floor]
  }

  /** Resolves with that moment, maybe of the past; rejects after `ms`. */
  whenLast(mark: number, ms: number): Promise<number> {
    const past = this.lastAt(mark)
    if (past !== undefined) return Promise.resolve(past)
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiting.delete(mark)
        const index = mark - this.floor
        reject(
          new Error(`after ${ms} ms ${this.counts[index] ?? 0} of ${this.heardBy.length} consoles have it`),
        )
      }, ms)
      this.waiting.set(mark, (at) => {
        clearTimeout(late)
        resolve(at)
      })
    })
  }
}
