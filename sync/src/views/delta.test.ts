import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyDelta, deltaBetween } from './delta.ts'
import type { Result } from './view.ts'

const row = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  name: fc.constantFrom('Ada', 'Bob'),
  roles: fc.uniqueArray(fc.constantFrom('admin', 'viewer')),
  added: fc.option(fc.record({ at: fc.constantFrom('1', '2') })),
})
const result = fc.record({
  meta: fc.record({ total: fc.nat(2) }),
  rows: fc.uniqueArray(row, { selector: ({ id }) => id }),
})

describe('deltaBetween', () => {
  it('VW2 finds exactly what takes one result to the other', () => {
    fc.assert(
      fc.property(result, result, (before, after) => {
        const delta = deltaBetween(before, after)
        expect(delta ? applyDelta<Result['rows'][number], object>(before, delta) : before).toEqual(after)
      }),
      { numRuns: 2_000 },
    )
  })

  it('VW3 is null for equal results', () => {
    fc.assert(
      fc.property(result, (same) => {
        expect(deltaBetween(same, structuredClone(same))).toBeNull()
      }),
    )
  })

  it('names only what changed', () => {
    const before = {
      meta: { total: 2 },
      rows: [
        { id: 'a', name: 'Ada' },
        { id: 'b', name: 'Bob' },
      ],
    }
    const after = {
      meta: { total: 2 },
      rows: [
        { id: 'a', name: 'Ada' },
        { id: 'b', name: 'Bea' },
      ],
    }
    expect(deltaBetween(before, after)).toEqual({ put: [{ id: 'b', name: 'Bea' }] })
  })
})

describe('applyDelta', () => {
  it('keeps the identity of rows that stay as they are', () => {
    const before = { meta: {}, rows: [{ id: 'a' }, { id: 'b' }] }
    const after = applyDelta(before, { order: ['b', 'a'] })
    expect(after.rows[1]).toBe(before.rows[0])
  })

  it('refuses an order that names a row nobody has', () => {
    expect(() => applyDelta({ meta: {}, rows: [] }, { order: ['a'] })).toThrow(RangeError)
  })
})
