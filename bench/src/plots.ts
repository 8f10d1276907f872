/** A plot per work, as PNG: how a figure grows with what there is more of, for each system, with the limit's line. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { Chart, registerables } from 'chart.js'
import type { Point, Work } from './point.ts'

Chart.register(...registerables)

interface Plot {
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

const plots: readonly Plot[] = [
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
    over: 'members',
    only: has('consoles', 'members'),
    figure: 'p50',
    title: 'A. The same over members of the group, 50 consoles, median ms',
    name: 'A-members',
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

const colours = [
  '#1f77b4',
  '#d62728',
  '#2ca02c',
  '#9467bd',
  '#ff7f0e',
  '#8c564b',
  '#e377c2',
  '#17becf',
  '#bcbd22',
  '#7f7f7f',
]
const GREY = '#555555'

/** Draws those that have points. */
export function drawPlots(points: readonly Point[], folder: string): void {
  for (const plot of plots) {
    const own = points.filter(
      (point) =>
        point.work === plot.work && (plot.only?.(point) ?? true) && point.figures[plot.figure] !== undefined,
    )
    if (own.length > 0) writeFileSync(join(folder, `${plot.name}.png`), draw(plot, own))
  }
}

function draw(plot: Plot, points: readonly Point[]): Buffer {
  const canvas = createCanvas(960, 540)
  const lines = Map.groupBy(points, plot.line ?? ((point) => point.system))
  const isCurve =
    points.some((point) => plot.over in point.at) && new Set(points.map((p) => p.at[plot.over])).size > 1
  const colour = (name: string, index: number) =>
    name.startsWith('limit') ? GREY : colours[index % colours.length]
  const value = (point: Point) => point.figures[plot.figure] ?? Number.NaN
  const curves = [...lines].map(([name, own], index) => ({
    label: name,
    data: own.map((point) => ({ x: Number(point.at[plot.over]), y: value(point) })).sort((a, b) => a.x - b.x),
    borderColor: colour(name, index),
    backgroundColor: colour(name, index),
    borderDash: name.startsWith('limit') ? [6, 4] : [],
  }))
  const common = {
    animation: false as const,
    responsive: false,
    plugins: { title: { display: true, text: plot.title, font: { size: 16 } } },
  }
  const scales = {
    x: { type: 'logarithmic' as const, title: { display: true, text: plot.over } },
    y: { type: 'logarithmic' as const },
  }
  const context = canvas.getContext('2d') as unknown as CanvasRenderingContext2D
  const chart = isCurve
    ? new Chart(context, {
        type: 'line',
        data: { datasets: curves },
        options: { ...common, scales },
        plugins: [paper],
      })
    : new Chart(context, {
        type: 'bar',
        data: {
          labels: [...lines.keys()],
          datasets: [
            {
              label: plot.figure,
              data: [...lines.values()].map((own) => value(own[0] as Point)),
              backgroundColor: [...lines.keys()].map(colour),
            },
          ],
        },
        options: { ...common, indexAxis: 'y', plugins: { ...common.plugins, legend: { display: false } } },
        plugins: [paper],
      })
  const png = canvas.toBuffer('image/png')
  chart.destroy()
  return png
}

const paper = {
  id: 'paper',
  beforeDraw({ ctx, width, height }: Chart) {
    ctx.save()
    ctx.fillStyle = '#ffffff'
    ctx.fillRect(0, 0, width, height)
    ctx.restore()
  },
}
