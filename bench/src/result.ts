import type { Goal } from './goals.ts'
import type { LeftOut } from './left-out.ts'
import type { Machine } from './machine.ts'
import type { At, Point, Work } from './point.ts'

/** The run that a point is of. */
export interface Measured {
  measuredAt: string
  commit: string
  command: string
}

/** As it is written to `results/latest.json`. Times are milliseconds. */
export interface Result {
  machine: Machine
  systems: SystemOf[]
  points: (Point & Measured & { ratios: Record<string, number> })[]
  leftOut: LeftOut[]
  goals: Goal[]
}

export interface SystemOf {
  name: string
  versions: Record<string, string>
  durable: string
  /** Why it did not start. */
  failed?: string
}

type Plain = Point & Measured

/** What a run measured, with what former ones did of the other works: a work's points are all of one run. */
export function mergeWorks<T extends { work: Work; system: string }>(
  former: readonly T[],
  now: readonly T[],
  works: ReadonlySet<Work>,
): T[] {
  return [...former.filter(({ work }) => !works.has(work)), ...now]
}

const COMPARED = [
  'p50',
  'p95',
  'p99',
  'commitMs',
  'seenMs',
  'serverCpuPerRowUs',
  'bytesPerConsole',
  'rssPerConsole',
]

/**
 * Of a point's figures to those of every other system in the same circumstances: as `p50 to limit`. A way of doing it
 * is each system's own, so ways are compared with all ways of the others: `commitMs to limit, COPY`.
 */
export function withRatios(points: readonly Plain[]): Result['points'] {
  return points.map((point) => {
    const ratios: Record<string, number> = {}
    const at = circumstances(point.at)
    for (const other of points) {
      if (other.work !== point.work || other.system === point.system || circumstances(other.at) !== at)
        continue
      for (const name of COMPARED) {
        const [own, its] = [point.figures[name], other.figures[name]]
        if (own !== undefined && its) ratios[`${name} to ${nameOf(other)}`] = own / its
      }
    }
    return { ...point, ratios }
  })
}

const circumstances = ({ way: _, ...at }: At): string => JSON.stringify(at)

/** Its system, and the way when that has several. */
export const nameOf = ({ system, at }: Point): string =>
  at.way === undefined ? system : `${system}, ${at.way}`
