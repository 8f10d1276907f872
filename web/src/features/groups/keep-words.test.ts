import { expect, it } from 'vitest'
import { keepWords, nothingLost } from './keep-words.ts'

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

it('says in one sentence why nothing is lost', () => {
  const kept = { loseCount: 0, keepCount: 2, loses: [], keepsThrough: ['Sales'] }
  expect(nothingLost([kept], { members: 3, dashboards: 2 })).toBe(
    'Nobody loses access: what they can open stays open another way.',
  )
  const words = (members: number, dashboards: number) => nothingLost([], { members, dashboards })
  expect(words(3, 0)).toBe('Nobody loses access: no dashboard is shared with this group.')
  expect(words(0, 2)).toBe('Nobody loses access: nobody is in this group.')
  // Disabled people.
  expect(words(3, 2)).toBe('Nobody loses access: they open nothing through this group.')
})
