import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSameJson } from '../protocol/same-json.ts'
import { applyDelta } from './apply-delta.ts'
import { changedIds } from './changed-ids.ts'
import { deltaBetween } from './delta-between.ts'
import type { Result } from './view.ts'

const row = fc.record(
  {
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'),
    name: fc.constantFrom('Ada', 'Bob'),
    roles: fc.uniqueArray(fc.constantFrom('admin', 'viewer')),
    added: fc.option(fc.record({ at: fc.constantFrom('1', '2') })),
    note: fc.constantFrom('old', 'new'),
  },
  { requiredKeys: ['id', 'name', 'roles', 'added'] },
)
const result = fc.record({
  meta: fc.record({ total: fc.nat(2) }),
  rows: fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 12 }),
})
/** Most deltas are small: the same rows with one or two elsewhere. */
const near = result.chain((before) =>
  fc.tuple(fc.nat(12), fc.nat(12), fc.option(row)).map(([from, to, extra]) => {
    const rows = before.rows.slice()
    const [moved] = rows.splice(from % Math.max(1, rows.length), 1)
    if (moved) rows.splice(to % (rows.length + 1), 0, moved)
    if (extra) rows.splice(0, rows.length, ...rows.filter(({ id }) => id !== extra.id), extra)
    return [before, { meta: before.meta, rows }] as const
  }),
)
const applied = (before: Result, after: Result) => {
  const delta = deltaBetween(before, after)
  return delta ? applyDelta<Result['rows'][number], object>(before, delta) : before
}
const rowsOf = (ids: string) => ({ meta: {}, rows: [...ids].map((id) => ({ id })) })

describe('deltaBetween', () => {
  it('VW2 finds exactly what takes one result to the other', () => {
    fc.assert(
      fc.property(result, result, (before, after) => {
        expect(applied(before, after)).toEqual(after)
      }),
      { numRuns: 2_000 },
    )
    fc.assert(
      fc.property(near, ([before, after]) => {
        expect(applied(before, after)).toEqual(after)
      }),
      { numRuns: 1_000 },
    )
  })

  it('VW3 is null for equal results', () => {
    fc.assert(
      fc.property(result, (same) => {
        expect(deltaBetween(same, structuredClone(same))).toBeNull()
      }),
    )
  })

  it('VW10 names only what changed, whatever the length of the page', () => {
    const before = {
      meta: { total: 2 },
      rows: [
        { id: 'a', name: 'Ada' },
        { id: 'b', name: 'Bob' },
      ],
    }
    const after = { meta: { total: 2 }, rows: [before.rows[0] ?? { id: '' }, { id: 'b', name: 'Bea' }] }
    expect(deltaBetween(before, after)).toEqual({ set: [{ at: 1, fields: { name: 'Bea' } }] })
  })

  it('VW10 gives a row that lost a field as a whole', () => {
    const [before, after] = [rowsOf('ab'), rowsOf('ab')]
    Object.assign(before.rows[1] ?? {}, { note: 'old' })
    expect(deltaBetween(before, after)).toEqual({
      cut: [{ at: 1, count: 1 }],
      insert: [{ at: 1, rows: [{ id: 'b' }] }],
    })
  })

  it('VW10 says of a row that comes, goes or moves only where', () => {
    expect(deltaBetween(rowsOf('abde'), rowsOf('abcd'))).toEqual({
      cut: [{ at: 3, count: 1 }],
      insert: [{ at: 2, rows: [{ id: 'c' }] }],
    })
    expect(deltaBetween(rowsOf('abcdef'), rowsOf('bcdaef'))).toEqual({
      cut: [{ at: 0, count: 1 }],
      insert: [{ at: 3, rows: ['a'] }],
    })
    expect(deltaBetween(rowsOf('abcdef'), rowsOf('af'))).toEqual({ cut: [{ at: 1, count: 4 }] })
  })
})

describe('changedIds', () => {
  it('VW10 tells the rows that a delta brings or changes, and only them', () => {
    fc.assert(
      fc.property(result, result, (before, after) => {
        const known = new Map(before.rows.map((each) => [each.id, each]))
        const changed = after.rows.filter((each) => !isSameJson(known.get(each.id), each))
        const delta = deltaBetween(before, after) ?? {}
        expect(changedIds(delta, after.rows).toSorted()).toEqual(changed.map(({ id }) => id).toSorted())
      }),
    )
  })
})

describe('applyDelta', () => {
  it('keeps the identity of rows that stay as they are', () => {
    const before = rowsOf('abc')
    const after = applyDelta(before, { cut: [{ at: 0, count: 1 }], insert: [{ at: 2, rows: ['a'] }] })
    expect(after.rows.map((row) => before.rows.indexOf(row))).toEqual([1, 2, 0])
  })

  it('never changes the former result', () => {
    const before = rowsOf('abc')
    applyDelta(before, { set: [{ at: 1, fields: { name: 'Bob' } }], cut: [{ at: 2, count: 1 }] })
    expect(before).toEqual(rowsOf('abc'))
  })

  it('VW4 refuses changes that name a row or a place that is not there', () => {
    for (const changes of [
      { insert: [{ at: 0, rows: ['x'] }] },
      { insert: [{ at: 4, rows: [{ id: 'x' }] }] },
      { insert: [{ at: -1, rows: [{ id: 'x' }] }] },
      { set: [{ at: 3, fields: { name: 'x' } }] },
      { cut: [{ at: 3, count: 1 }] },
      {
        cut: [
          { at: 1, count: 1 },
          { at: 1, count: 1 },
        ],
      },
    ])
      expect(() => applyDelta(rowsOf('abc'), changes)).toThrow(RangeError)
  })
})
