import type { Book } from '../point.ts'
import type { Subject } from '../subject.ts'

/** What every work gets. */
export interface Bench {
  quick: boolean
  subjects: readonly Subject[]
  book: Book
  rounds: number
  /** Tells what is going on, in one line. */
  say(line: string): void
}

/** Lets the systems take turns: every round measures each of them, so that all see the same machine. */
export async function inTurns(
  bench: Bench,
  subjects: readonly Subject[],
  measure: (subject: Subject) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < bench.rounds; round++) {
    for (const subject of subjects) {
      try {
        await measure(subject)
      } catch (error) {
        bench.say(`  ${subject.name}: ${error instanceof Error ? error.message : error}`)
      }
    }
  }
}
