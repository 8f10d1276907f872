import fc from 'fast-check'
import { expect, it } from 'vitest'
import { difference, firstOf, type Ordinals, ordinalsFrom, union, withOne, withoutOne } from './ordinals.ts'

const numbers = fc.oneof(
  fc.uniqueArray(fc.nat(400), { maxLength: 60 }),
  fc.uniqueArray(fc.nat(4_000), { minLength: 200, maxLength: 500 }),
)
const ascending = (values: Iterable<number>) => [...values].sort((a, b) => a - b)
const listOf = (values: readonly number[]): Ordinals => union([], ordinalsFrom(Uint32Array.from(values)).list)

it('joins, parts and searches lists of any lengths as sets do', () => {
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      const own = new Set(a)
      const added = b.filter((value) => !own.has(value))
      const shared = b.filter((value) => own.has(value))
      const list = listOf(a)
      expect([...union(list, listOf(added))]).toEqual(ascending([...a, ...added]))
      expect([...union(listOf(added), list)]).toEqual(ascending([...a, ...added]))
      expect([...difference(list, listOf(shared))]).toEqual(ascending(own.difference(new Set(shared))))
      expect(firstOf(listOf(b), 'held', list)).toBe(ascending(shared)[0])
      expect(firstOf(listOf(b), 'lacking', list)).toBe(ascending(added)[0])
      expect([...list]).toEqual(ascending(a))
    }),
  )
})

it('takes one value in and out again, leaving the former list as it was', () => {
  fc.assert(
    fc.property(numbers, fc.nat(5_000), (values, value) => {
      fc.pre(!values.includes(value))
      const list = listOf(values)
      const longer = withOne(list, value)
      expect([...longer]).toEqual(ascending([...values, value]))
      expect([...withoutOne(longer, value)]).toEqual(ascending(values))
      expect([...list]).toEqual(ascending(values))
    }),
  )
})
