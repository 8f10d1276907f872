import { describe, expect, it } from 'vitest'
import {
  type Arrival,
  type CalmRows,
  calmRows,
  FLOOD,
  MARK_FADE_MS,
  MARK_HOLD_MS,
  settle,
  show,
  take,
} from './calm-rows.ts'

interface Person {
  id: string
  status: string
}
const people = (ids: string, status = 'active'): Person[] => [...ids].map((id) => ({ id, status }))
const tom = { id: 'tom', name: 'Tom Okafor' }

function arrive(calm: CalmRows<Person>, rows: Person[], more: Partial<Arrival<Person>> = {}) {
  return take(calm, {
    rows,
    total: more.total ?? rows.length,
    by: tom,
    mine: false,
    now: 1000,
    frozen: false,
    pageSize: 5,
    page: 0,
    differs: (a, b) => (a.status === b.status ? [] : ['status']),
    ...more,
  })
}
const ids = (calm: CalmRows<Person>) => calm.slots.map((slot) => slot.id).join('')
const marks = (calm: CalmRows<Person>) =>
  calm.slots.flatMap((slot) => (slot.mark ? [`${slot.id}:${slot.mark.kind}`] : [])).join(' ')

describe('rows that others add', () => {
  it('go in place at once when the list is shorter than the page', () => {
    const calm = arrive(calmRows(people('ace'), 3), people('abce'))
    expect(ids(calm)).toBe('abce')
    expect(marks(calm)).toBe('b:added')
  })

  it('go to the end of a short list while somebody points at it', () => {
    expect(ids(arrive(calmRows(people('ace'), 3), people('abce'), { frozen: true }))).toBe('aceb')
  })

  it('wait behind the pill when the page is full, and come in marked when asked for', () => {
    const before = calmRows(people('acegi'), 9)
    const calm = arrive(before, people('abceg'), { total: 10 })
    expect(ids(calm)).toBe('acegi')
    expect(calm.waiting).toEqual(['b'])
    expect(calm.waitingBy).toEqual([tom])
    const shown = show(calm, 2000)
    expect(ids(shown)).toBe('abceg')
    expect(marks(shown)).toBe('b:added')
  })

  it('leave the pill when they are removed again', () => {
    const calm = arrive(calmRows(people('acegi'), 9), people('abceg'), { total: 10 })
    expect(arrive(calm, people('acegi'), { total: 9 }).waiting).toEqual([])
  })

  it('are shown at once when the reader added them', () => {
    const calm = arrive(calmRows(people('acegi'), 9), people('abceg'), { total: 10, mine: true })
    expect(ids(calm)).toBe('abceg')
    expect(calm.waiting).toEqual([])
  })

  it('are told from rows of the next page by the date of the fact', () => {
    const calm = arrive(calmRows(people('acegi'), 9), people('acgik'), { total: 8, born: () => false })
    expect(ids(calm)).toBe('acegi')
    expect(calm.waiting).toEqual([])
    expect(marks(calm)).toBe('e:removed')
  })
})

describe('rows that others remove', () => {
  it('keep their slot, struck, until nobody uses the list and 4 s have passed', () => {
    const calm = arrive(calmRows(people('abc'), 3), people('ac'))
    expect(ids(calm)).toBe('abc')
    expect(marks(calm)).toBe('b:removed')
    expect(settle(calm, { now: 2000, frozen: false, quiet: false })).toBe(calm)
    expect(ids(settle(calm, { now: 1000 + MARK_HOLD_MS, frozen: true, quiet: false }))).toBe('abc')
    expect(ids(settle(calm, { now: 1000 + MARK_HOLD_MS, frozen: false, quiet: false }))).toBe('ac')
  })

  it('make room for a row of the next page only when they collapse', () => {
    const calm = arrive(calmRows(people('acegi'), 9), people('acgik'), { total: 8 })
    expect(ids(calm)).toBe('acegi')
    expect(ids(settle(calm, { now: 9000, frozen: false, quiet: false }))).toBe('acgik')
  })

  it('go at once when the reader removed them', () => {
    expect(ids(arrive(calmRows(people('abc'), 3), people('ac'), { mine: true }))).toBe('ac')
  })

  it('stay struck through the own action of the reader on another row', () => {
    const calm = arrive(calmRows(people('abcd'), 4), people('acd'))
    const mine = arrive(calm, people('ac'), { mine: true })
    expect(ids(mine)).toBe('abc')
    expect(marks(mine)).toBe('b:removed')
  })

  it('come back unstruck when they are added again', () => {
    const calm = arrive(calmRows(people('abc'), 3), people('ac'))
    const again = arrive(calm, people('abc'))
    expect(ids(again)).toBe('abc')
    expect(marks(again)).toBe('b:added')
  })

  it('are not confused with a row that was pushed to the next page', () => {
    const calm = arrive(calmRows(people('acegi'), 9), people('abceg'), { total: 10 })
    expect(marks(calm)).toBe('')
  })
})

describe('values and order', () => {
  it('replaces a value in place and marks the row with the actor', () => {
    const calm = arrive(calmRows(people('abc'), 3), [
      ...people('a'),
      ...people('b', 'disabled'),
      ...people('c'),
    ])
    expect(calm.slots[1]?.row.status).toBe('disabled')
    expect(calm.slots[1]?.mark).toEqual({ kind: 'changed', by: tom, at: 1000, fields: ['status'] })
  })

  it('does not mark what the reader changed', () => {
    const calm = arrive(calmRows(people('a'), 1), people('a', 'disabled'), { mine: true })
    expect(marks(calm)).toBe('')
  })

  it('lets a mark go after its time', () => {
    const calm = arrive(calmRows(people('ac'), 2), people('abc'))
    const later = settle(calm, { now: 1000 + MARK_HOLD_MS + MARK_FADE_MS, frozen: true, quiet: false })
    expect(marks(later)).toBe('')
  })

  it('keeps the order when a sort key changes, says so, and sorts when all is quiet', () => {
    const calm = arrive(calmRows(people('abc'), 3), people('cab'))
    expect(ids(calm)).toBe('abc')
    expect(calm.reordered).toBe(true)
    expect(ids(settle(calm, { now: 2000, frozen: false, quiet: false }))).toBe('abc')
    expect(ids(settle(calm, { now: 20_000, frozen: false, quiet: true }))).toBe('cab')
    expect(ids(show(calm, 2000))).toBe('cab')
  })

  it('only counts when more changes than a person can follow come at once', () => {
    const many = Array.from({ length: FLOOD + 5 }, (_, index) => ({ id: `u${index}`, status: 'active' }))
    const before = calmRows(many, many.length)
    const calm = arrive(
      before,
      many.map((row) => ({ ...row, status: 'disabled' })),
      { pageSize: 50 },
    )
    expect(calm.slots).toBe(before.slots)
    expect(calm.held).toBe(FLOOD + 5)
    expect(show(calm, 2000).slots[0]?.row.status).toBe('disabled')
  })

  it('fills an empty list at once, however much comes', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ id: `u${index}`, status: 'active' }))
    expect(arrive(calmRows<Person>([], 0), many, { pageSize: 50 }).slots).toHaveLength(40)
  })
})
