import { expect, it } from 'vitest'
import { keepWords } from './keep-words.ts'

const dashboards = (...names: string[]) => names.map((name) => ({ name }))

it('names what is lost and what is kept, and why', () => {
  const impact = {
    loseCount: 5,
    keepCount: 7,
    loses: dashboards('A', 'B', 'C', 'D', 'E'),
    keepsThrough: ['Pricing council'],
  }
  expect(keepWords(impact)).toBe('Loses A, B, C and 2 more. Keeps 7 through Pricing council.')
})

it('says when nothing is kept, and when nothing is lost', () => {
  expect(keepWords({ loseCount: 2, keepCount: 0, loses: dashboards('A', 'B'), keepsThrough: [] })).toBe(
    'Loses A and B.',
  )
  expect(keepWords({ loseCount: 0, keepCount: 1, loses: [], keepsThrough: ['Sales', 'Finance'] })).toBe(
    'Keeps 1 dashboard through Sales and Finance.',
  )
  expect(keepWords(undefined)).toBe('Has access to nothing through this group.')
})
