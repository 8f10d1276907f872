import { expect, it } from 'vitest'
import { keepSelected, NOTHING_SELECTED, selectRange, togglePage, toggleRow } from './row-selection.ts'

const page = ['a', 'b', 'c', 'd']
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join('')

it('turns single rows on and off', () => {
  const one = toggleRow(NOTHING_SELECTED, 'b')
  expect(ids(one)).toBe('b')
  expect(ids(toggleRow(one, 'b'))).toBe('')
})

it('selects a range from the last single row, in both directions', () => {
  const anchored = toggleRow(NOTHING_SELECTED, 'c')
  expect(ids(selectRange(anchored, 'a', page))).toBe('abc')
  expect(ids(selectRange(anchored, 'd', page))).toBe('cd')
  expect(ids(selectRange(NOTHING_SELECTED, 'b', page))).toBe('b')
})

it('selects the page and clears it again, and leaves other pages alone', () => {
  const elsewhere = toggleRow(NOTHING_SELECTED, 'z')
  const all = togglePage(elsewhere, page)
  expect(ids(all)).toBe('abcdz')
  expect(ids(togglePage(all, page))).toBe('z')
})

it('drops rows that are gone', () => {
  const all = togglePage(NOTHING_SELECTED, page)
  expect(ids(keepSelected(all, (id) => id !== 'b'))).toBe('acd')
  expect(keepSelected(all, () => true)).toBe(all)
})
