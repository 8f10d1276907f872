/** Middle and tail of measured times. */

export interface Summary {
  count: number
  p50: number
  p95: number
  p99: number
  max: number
}

/** The value that a share `q` (0 to 1) of the values does not exceed, by nearest rank. NaN without values. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export function summarize(values: readonly number[]): Summary {
  return {
    count: values.length,
    p50: quantile(values, 0.5),
    p95: quantile(values, 0.95),
    p99: quantile(values, 0.99),
    max: quantile(values, 1),
  }
}

/** The slope of y over x by least squares: what one more x costs. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const mean = (of: 'x' | 'y') => points.reduce((sum, point) => sum + point[of], 0) / points.length
  const [x, y] = [mean('x'), mean('y')]
  let [above, below] = [0, 0]
  for (const point of points) {
    above += (point.x - x) * (point.y - y)
    below += (point.x - x) ** 2
  }
  return above / below
}
