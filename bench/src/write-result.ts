import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { judge } from './goals.ts'
import type { Options } from './options.ts'
import { drawPlots } from './plots.ts'
import type { Point, Work } from './point.ts'
import { type Measured, mergeWorks, type Result, withRatios } from './result.ts'
import { between, tablesOf } from './table.ts'

const readme = fileURLToPath(new URL('../README.md', import.meta.url))
const ownFolder = fileURLToPath(new URL('../results', import.meta.url))

type Now = Omit<Result, 'points' | 'goals'> & { points: (Point & Measured)[] }

/**
 * Writes `latest.json` and the plots into the folder; into the README, too, when it is the bench's own. Of `works` there
 * is what was measured now; points of the others stay as they were.
 */
export function writeResult(now: Now, works: ReadonlySet<Work>, { results }: Options): Result {
  mkdirSync(results, { recursive: true })
  const file = `${results}/latest.json`
  const former = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Result>) : {}
  const measured = now.points.filter(({ work }) => works.has(work))
  const points = mergeWorks<Point & Measured>(former.points ?? [], measured, works)
  const names = new Set(now.systems.map(({ name }) => name))
  const result: Result = {
    machine: now.machine,
    systems: [
      ...now.systems,
      ...(former.systems ?? []).filter(
        ({ name }) => !names.has(name) && points.some((point) => point.system === name),
      ),
    ],
    points: withRatios(points),
    leftOut: mergeWorks(
      former.leftOut ?? [],
      now.leftOut.filter(({ work }) => works.has(work)),
      works,
    ),
    goals: judge(points),
  }
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
  drawPlots(result.points, results)
  if (results === ownFolder) writeFileSync(readme, between(readFileSync(readme, 'utf8'), tablesOf(result)))
  return result
}
