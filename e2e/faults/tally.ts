/** What a scenario did and what was promised in it, for the report. */
import type { Counts } from './check-world.ts'
import { seed } from './scale.ts'

export class Tally {
  readonly #title: string
  readonly #since = Date.now()
  readonly #counts: Counts = { commits: 0, acknowledged: 0, refused: 0, unknown: 0, staged: 0, views: 0 }

  constructor(title: string) {
    this.#title = title
  }

  /** Mutations acknowledged and entries stored for sure. */
  get promises(): number {
    return this.#counts.acknowledged + this.#counts.staged
  }

  add(counts: Counts): void {
    for (const key of Object.keys(counts) as (keyof Counts)[]) this.#counts[key] += counts[key]
  }

  /** One line: what was done to it, what held, how long it took. */
  print(done: Record<string, number>): void {
    const all = { ...done, ...this.#counts, seconds: Math.round((Date.now() - this.#since) / 1000) }
    const words = Object.entries(all).map(([name, count]) => `${name} ${count}`)
    console.log(`faults, ${this.#title}: ${words.join(', ')}, seed ${seed}`)
  }
}
