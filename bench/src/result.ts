import type { Goal } from './goals.ts'
import type { Machine } from './machine.ts'
import type { Point } from './point.ts'

/** One run, as it is written to `results/latest.json`. Times are milliseconds. */
export interface Result {
  at: string
  command: string
  quick: boolean
  rounds: number
  machine: Machine
  systems: { name: string; versions: Record<string, string>; durable: string }[]
  points: (Point & { ratios: Record<string, number> })[]
  goals: Goal[]
}

/** Of a point's median (or its one figure of the kind) to that of every other system in the same circumstances. */
export function withRatios(points: readonly Point[]): Result['points'] {
  return points.map((point) => {
    const ratios: Record<string, number> = {}
    const at = JSON.stringify(point.at)
    for (const other of points) {
      if (other.work !== point.work || other.system === point.system || JSON.stringify(other.at) !== at)
        continue
      for (const name of ['p50', 'p99', 'serverCpuPerRowUs', 'bytesPerConsole']) {
        const [own, its] = [point.figures[name], other.figures[name]]
        if (own !== undefined && its) ratios[`${name} to ${other.system}`] = own / its
      }
    }
    return { ...point, ratios }
  })
}
