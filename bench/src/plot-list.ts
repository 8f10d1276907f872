/** Which plots there are: per work, how a figure grows with what there is more of. */
import type { Point, Work } from './point.ts'

export interface Plot {
  work: Work
  /** Of the circumstances, what grows; the others must be as `only` says. */
  over: string
  only?: (point: Point) => boolean
  figure: string
  title: string
  name: string
  /** What one line is of, when it is not only the system. */
  line?: (point: Point) => string
}

const has =
  (...names: string[]) =>
  (point: Point) =>
    Object.keys(point.at).sort().join() === names.sort().join()

export const plots: readonly Plot[] = [
  {
    work: 'A',
    over: 'consoles',
    only: has('consoles'),
    figure: 'p50',
    title: 'A. Edit until the last of N consoles has it, median ms',
    name: 'A',
  },
  {
    work: 'A',
    over: 'views',
    only: has('consoles', 'views'),
    figure: 'p50',
    title: 'A. The same over distinct views, 200 consoles, median ms',
    name: 'A-views',
  },
  { work: 'B', over: 'rate', figure: 'p99', title: 'B. Edits per second, 200 consoles, p99 ms', name: 'B' },
  {
    work: 'C',
    over: 'size',
    figure: 'commitMs',
    title: 'C. One commit of so many memberships, ms',
    name: 'C',
    line: ({ system, at }) => `${system}, ${at.way}`,
  },
  {
    work: 'D',
    over: 'size',
    figure: 'p50',
    title: 'D. Opening a list of so many, median ms',
    name: 'D',
    line: ({ system, at }) => `${system}, ${at.way}`,
  },
  {
    work: 'E',
    over: 'consoles',
    figure: 'p50',
    title: 'E. Key press until another console shows it, median ms',
    name: 'E',
  },
  {
    work: 'F',
    over: 'consoles',
    only: has('consoles'),
    figure: 'heldMb',
    title: 'F. What the server holds over consoles, MB',
    name: 'F',
  },
  {
    work: 'G',
    over: 'memberships',
    figure: 'p50',
    title: 'G. A large organization, median ms',
    name: 'G',
    line: ({ at }) => String(at.what),
  },
]

/** Those that a plot shows. */
export const pointsOf = (plot: Plot, points: readonly Point[]): Point[] =>
  points.filter(
    (point) =>
      point.work === plot.work && (plot.only?.(point) ?? true) && point.figures[plot.figure] !== undefined,
  )

/** Names of the plots that these points make. */
export const plotsOf = (points: readonly Point[]): string[] =>
  plots.filter((plot) => pointsOf(plot, points).length > 0).map(({ name }) => name)
