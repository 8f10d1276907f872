import { expect, it } from 'vitest'
import { matchedParts } from './matched-parts.ts'

const marked = (text: string, search: string) =>
  matchedParts(text, search)
    .map(({ text: part, matched }) => (matched ? `[${part}]` : part))
    .join('')

it('marks every match, ignoring case', () => {
  expect(marked('Maria Omar', 'MAR')).toBe('[Mar]ia O[mar]')
})

it('ignores accents on both sides', () => {
  expect(marked('Amélie', 'ame')).toBe('[Amé]lie')
  expect(marked('Amelie', 'amé')).toBe('[Ame]lie')
})

it('keeps positions right where lower case is longer', () => {
  expect(marked('İstanbul office', 'office')).toBe('İstanbul [office]')
})

it('gives the text back whole when nothing is searched or found', () => {
  expect(marked('Lena', '  ')).toBe('Lena')
  expect(marked('Lena', 'x')).toBe('Lena')
  expect(matchedParts('Lena Fischer', 'zz')).toEqual([{ text: 'Lena Fischer', matched: false }])
})
