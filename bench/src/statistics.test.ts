import { describe, expect, it } from 'vitest'
import { quantile, slope, summarize } from './statistics.ts'

describe('statistics', () => {
  it('takes the value of the nearest rank', () => {
    const values = [5, 1, 4, 2, 3]
    expect(quantile(values, 0.5)).toBe(3)
    expect(quantile(values, 0.99)).toBe(5)
    expect(quantile(values, 0)).toBe(1)
    expect(quantile([], 0.5)).toBeNaN()
  })

  it('sums up a hundred values as their ranks', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect(summarize(values)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99, max: 100 })
  })

  it('finds what one more costs, whatever was there before', () => {
    const points = [100, 400, 700].map((x) => ({ x, y: 1_000 + 25 * x }))
    expect(slope(points)).toBeCloseTo(25)
  })
})
