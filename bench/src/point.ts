/** What is measured: samples of several rounds, brought together into one point. */
import { median, summarize } from './statistics.ts'

export type Work = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G'

/** Under which circumstances: how many consoles, members, views, which rate, way or size. */
export type At = Readonly<Record<string, string | number>>

/** One round. */
export interface Sample {
  /** Milliseconds, each. */
  times: number[]
  /** Other figures of the round, by name with unit: `serverCpuPerRowUs`. */
  figures: Record<string, number>
  /** Cores that other processes used meanwhile. */
  others: number
  thrown: number
  noisy: boolean
}

export interface Point {
  work: Work
  system: string
  at: At
  rounds: number
  /** Times counted. */
  count: number
  /** `p50`, `p95`, `p99`, `max` in milliseconds when times were taken, and the median of each other figure. */
  figures: Record<string, number>
  /** The most that other processes used in a round, in cores. */
  others: number
  /** Rounds that were thrown away as noisy and taken again. */
  thrown: number
  /** At least one round stayed noisy. */
  noisy: boolean
}

/** Collects samples while the systems take turns. */
export class Book {
  private readonly samples = new Map<string, { work: Work; system: string; at: At; rounds: Sample[] }>()

  add(work: Work, system: string, at: At, sample: Sample): void {
    const key = JSON.stringify([work, system, at])
    const entry = this.samples.get(key) ?? { work, system, at, rounds: [] }
    this.samples.set(key, entry)
    entry.rounds.push(sample)
  }

  points(): Point[] {
    return [...this.samples.values()].map(({ work, system, at, rounds }) => ({
      work,
      system,
      at,
      ...merge(rounds),
    }))
  }
}

function merge(rounds: readonly Sample[]): Omit<Point, 'work' | 'system' | 'at'> {
  const times = rounds.flatMap((round) => round.times)
  const figures: Record<string, number> = {}
  if (times.length > 0) {
    const { p50, p95, p99, max } = summarize(times)
    Object.assign(figures, { p50, p95, p99, max })
  }
  for (const name of new Set(rounds.flatMap((round) => Object.keys(round.figures))))
    figures[name] = median(rounds.flatMap((round) => round.figures[name] ?? []))
  return {
    rounds: rounds.length,
    count: times.length,
    figures,
    others: Math.max(...rounds.map((round) => round.others)),
    thrown: rounds.reduce((sum, round) => sum + round.thrown, 0),
    noisy: rounds.some((round) => round.noisy),
  }
}
