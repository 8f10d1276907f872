import { expect, it } from 'vitest'
import { judge } from './goals.ts'
import { leftOut } from './left-out.ts'
import { Book, type Sample, type Work } from './point.ts'
import { reasonOf } from './reasons.ts'
import { mergeWorks, withRatios } from './result.ts'
import { between, goalTable, show } from './table.ts'

const sample = (times: number[], figures: Record<string, number> = {}): Sample => ({
  times,
  figures,
  others: 0,
  thrown: 0,
  noisy: false,
})

const measured = { measuredAt: '2026-01-01T00:00:00.000Z', commit: 'abc', command: 'npm run bench' }

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
  const [, muster, alone] = withRatios(book.points().map((point) => ({ ...point, ...measured })))
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
  expect(goalTable(goals)).toContain('| A: median, 200 consoles | 6 ms | 6.5 (1.3 × limit) | met |  |')
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

it('compares each way of a system with all ways of the others', () => {
  const book = new Book()
  book.add('C', 'limit', { size: 10, way: 'unnest' }, sample([], { commitMs: 10 }))
  book.add('C', 'limit', { size: 10, way: 'COPY' }, sample([], { commitMs: 5 }))
  book.add('C', 'muster', { size: 10, way: 'staged batch' }, sample([], { commitMs: 15 }))
  const points = withRatios(book.points().map((point) => ({ ...point, ...measured })))
  expect(points[2]?.ratios).toEqual({ 'commitMs to limit, unnest': 1.5, 'commitMs to limit, COPY': 3 })
})

it('keeps what a former run measured of other works only', () => {
  const one = (work: Work, system: string) => ({ work, system })
  const [a, b, anew] = [one('A', 'limit'), one('B', 'limit'), one('A', 'muster')]
  expect(mergeWorks([a, b], [anew], new Set(['A']))).toEqual([b, anew])
})

it('explains a missed goal by what was measured, beside the limit', () => {
  expect(reasonOf({ serverMsEach: 2.5, loadCores: 0.99 }, { serverMsEach: 1.25 })).toBe(
    'each: server CPU 2.5 (1.3) ms; the load process has no core left (0.99)',
  )
  expect(reasonOf({}, undefined)).toBe('')
})

it('says why a system has no part in a point, or nothing where none is expected', () => {
  expect(leftOut('Zero', 'A', { consoles: 1000 })).toContain('longer')
  expect(leftOut('Zero', 'A', { consoles: 200 })).toBeUndefined()
  expect(leftOut('grouped limit', 'A', { consoles: 200 })).toBe('')
  expect(leftOut('muster', 'C', { size: 100_000 })).toBeUndefined()
})
