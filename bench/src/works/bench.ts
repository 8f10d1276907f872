import { type LeftOut, leftOut } from '../left-out.ts'
import type { At, Book, Work } from '../point.ts'
import type { Subject } from '../subject.ts'

/** What every work gets. */
export interface Bench {
  quick: boolean
  subjects: readonly Subject[]
  book: Book
  rounds: number
  /** How often a point is taken again when others disturb it. */
  tries: number
  /** Milliseconds after which a system that does not end a round is stopped. */
  boundMs: number
  /** Notes what is not measured, and why. */
  leaveOut(what: LeftOut): void
  /** Tells what is going on, in one line. */
  say(line: string): void
}

interface Turns {
  work: Work
  at: At
  /** Those of the bench when not given. */
  rounds?: number
}

/**
 * Lets the systems take turns: every round measures each of them, so that all see the same machine. One that fails is
 * noted, one that does not end is stopped for good; the others go on.
 */
export async function inTurns(
  bench: Bench,
  { work, at, rounds = bench.rounds }: Turns,
  measure: (subject: Subject) => Promise<void>,
): Promise<void> {
  const able = bench.subjects.filter(({ name }) => {
    const why = leftOut(name, work, at)
    if (why) bench.leaveOut({ work, system: name, at, why })
    return why === undefined
  })
  for (let round = 0; round < rounds; round++) {
    for (const subject of able) {
      if (subject.stopped) continue
      const note = (why: string) => {
        bench.say(`  ${work} ${JSON.stringify(at)} ${subject.name}: ${why}`)
        bench.leaveOut({ work, system: subject.name, at, why })
      }
      try {
        await within(bench.boundMs, measure(subject))
      } catch (error) {
        if (error === LATE) {
          note(`did not end within ${bench.boundMs / 1000} s and was stopped`)
          await subject.stop()
        } else note(firstLine(error))
      }
    }
  }
}

const LATE = Symbol('late')

/** Rejects with `LATE` when it takes longer; what comes of it then is not heard any more. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  work.catch(() => {})
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(LATE), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** Of an error, for a line of a table. */
export const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
