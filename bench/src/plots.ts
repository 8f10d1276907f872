/** A plot per work, as PNG: how a figure grows with what there is more of, for each system, with the limit's line. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { Chart, registerables } from 'chart.js'
import { type Plot, plots, pointsOf } from './plot-list.ts'
import type { Point } from './point.ts'

Chart.register(...registerables)

/** Of lines that are no system's: Muster's ways. */
const colours = ['#d62728', '#ff7f0e', '#e377c2', '#8c564b', '#bcbd22', '#f7b6d2', '#c49c94', '#dbdb8d']

/** The same in every plot. */
const colourOf: Readonly<Record<string, string>> = {
  limit: '#555555',
  'grouped limit': '#aaaaaa',
  muster: '#d62728',
  'muster on two nodes': '#ff9896',
  'y-websocket + log': '#1f77b4',
  Hocuspocus: '#2ca02c',
  Zero: '#9467bd',
}

/** Draws those that have points. */
export function drawPlots(points: readonly Point[], folder: string): void {
  for (const plot of plots) {
    const own = pointsOf(plot, points)
    if (own.length > 0) writeFileSync(join(folder, `${plot.name}.png`), draw(plot, own))
  }
}

function draw(plot: Plot, points: readonly Point[]): Buffer {
  const canvas = createCanvas(960, 540)
  const lines = Map.groupBy(points, plot.line ?? ((point) => point.system))
  const isCurve =
    points.some((point) => plot.over in point.at) && new Set(points.map((p) => p.at[plot.over])).size > 1
  const colour = (name: string, index: number) =>
    colourOf[name] ?? colourOf[systemOf(name)] ?? colours[index % colours.length]
  const systemOf = (name: string) => (name.startsWith('muster,') ? '' : (name.split(', ')[0] ?? ''))
  const value = (point: Point) => point.figures[plot.figure] ?? Number.NaN
  const curves = [...lines].map(([name, own], index) => ({
    label: name,
    data: own.map((point) => ({ x: Number(point.at[plot.over]), y: value(point) })).sort((a, b) => a.x - b.x),
    borderColor: colour(name, index),
    backgroundColor: colour(name, index),
    borderDash: /COPY|first 50/.test(name) ? [2, 4] : name.includes('limit') ? [6, 4] : [],
  }))
  const measured = [...new Set(points.map((point) => Number(point.at[plot.over])))].sort((a, b) => a - b)
  const common = {
    animation: false as const,
    responsive: false,
    plugins: { title: { display: true, text: plot.title, font: { size: 16 } } },
  }
  const scales = {
    x: {
      type: 'logarithmic' as const,
      title: { display: true, text: plot.over },
      afterBuildTicks(axis: { ticks: { value: number }[] }) {
        axis.ticks = measured.map((at) => ({ value: at }))
      },
    },
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
        options: {
          ...common,
          indexAxis: 'y',
          scales: { x: scales.y },
          plugins: { ...common.plugins, legend: { display: false } },
        },
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
