import { expect, it } from 'vitest'
import { judge } from './goals.ts'
import { Book, type Sample } from './point.ts'
import { withRatios } from './result.ts'
import { between, goalTable, show } from './table.ts'

const sample = (times: number[], figures: Record<string, number> = {}): Sample => ({
  times,
  figures,
  others: 0,
  thrown: 0,
  noisy: false,
})

function bookOfA() {
  const book = new Book()
  const at = { consoles: 200 }
  for (const times of [
    [4, 5],
    [5, 6],
  ])
    book.add('A', 'limit', at, sample(times, { serverCpuPerRowUs: 10 }))
  book.add('A', 'muster', at, sample([6, 6, 6], { serverCpuPerRowUs: 16 }))
  return book
}

it('brings rounds together', () => {
  const [limit] = bookOfA().points()
  expect(limit).toMatchObject({ rounds: 2, count: 4, figures: { p50: 5, max: 6, serverCpuPerRowUs: 10 } })
})

it('compares points of the same circumstances only', () => {
  const book = bookOfA()
  book.add('A', 'muster', { consoles: 50 }, sample([1]))
  const [, muster, alone] = withRatios(book.points())
  expect(muster?.ratios['p50 to limit']).toBeCloseTo(1.2)
  expect(alone?.ratios).toEqual({})
})

it('judges each goal against the same run', () => {
  const goals = judge(bookOfA().points())
  expect(goals.map(({ what, met }) => [what, met])).toEqual([
    ['median, 200 consoles', true],
    ['p99, 200 consoles', true],
    ['server CPU per delivered row, 200 consoles', false],
  ])
  expect(goalTable(goals)).toContain('| A: median, 200 consoles | 6 ms | 6.5 (1.3 × limit) | met |')
})

it('shows three digits that count', () => {
  expect([0.01234, 5, 12.345, 1_234.5, Number.NaN, undefined].map(show)).toEqual([
    '0.0123',
    '5',
    '12.3',
    '1,235',
    '–',
    '',
  ])
})

it('replaces what stands between the markers, and nothing else', () => {
  const document = 'before\n<!-- results: begin -->\nold\n<!-- results: end -->\nafter'
  const written = between(document, 'new')
  expect(written).toBe('before\n<!-- results: begin -->\n\nnew\n\n<!-- results: end -->\nafter')
  expect(between(written, 'new')).toBe(written)
  expect(() => between('nothing', 'new')).toThrow('no place')
})
