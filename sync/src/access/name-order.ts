import type { Rows } from '../model/state.ts'

/** The place of a row, by ordinal, in the order of names. */
export type NameOrder = (ordinal: number) => number

/** One order for the rows of two states: those of `next`, then those that only `base` has. */
export function nameOrder<T>(base: Rows<T>, next: Rows<T>): NameOrder {
  const after = next.ranks().rank
  const before = base.ranks().rank
  const size = next.size
  return (ordinal) => (next.at(ordinal) === undefined ? size + (before[ordinal] ?? 0) : (after[ordinal] ?? 0))
}
