/**
 * Picks one page of an entity's rows: filter, sort, cut. Nothing is compared where many rows are sorted: they
 * are ticked off at their place in a kept order, and by a whole number (a count, a status) they are dealt into
 * it from there. Rows are looked at in the order in which they lie in memory, which is several times as fast
 * as in any other. Descending is the exact reverse of ascending.
 */
import type { Ordinals } from '../model/ordinals.ts'
import type { Order } from '../model/ranked-order.ts'
import type { Rows } from '../model/state.ts'
import type { Match } from './search.ts'

export interface Selection<T> {
  rows: Rows<T>
  /** The candidates; all rows when absent. */
  among?: Ordinals | undefined
  match?: Match | undefined
  where?: ((ordinal: number) => boolean) | undefined
  sort: { by: Order<T> | 'name' | { number(ordinal: number): number }; dir: 'asc' | 'desc' }
  page: number
  pageSize: number
}

/** A sort by a whole number from 0, told from the row; dealing takes memory by the highest. */
export function byNumber<T>(rows: Rows<T>, of: (row: T) => number): { number(ordinal: number): number } {
  return {
    number(ordinal) {
      const row = rows.at(ordinal)
      return row === undefined ? 0 : of(row)
    },
  }
}

/** `total` counts all that match; `page` holds the ordinals of the rows of the page, in order. */
export function select<T>(selection: Selection<T>): { total: number; page: number[] } {
  const { rows, among, match, where, sort } = selection
  const { sequence, rank } = rows.ranks(isRankedBy(sort.by) ? sort.by : 'name')
  const number = isRankedBy(sort.by) ? undefined : sort.by.number
  if (among === undefined && !match && !where && !number) return cut(undefined, sequence, selection)

  const places = new Uint32Array(among?.length ?? sequence.length)
  const numbers = number && new Uint32Array(places.length)
  let total = 0
  const count = among?.length ?? rank.length
  for (let i = 0; i < count; i++) {
    const ordinal = among === undefined ? i : (among[i] as number)
    const place = rank[ordinal] ?? 0
    // Ordinals of rows that are gone have no place.
    if (among === undefined && sequence[place] !== ordinal) continue
    if (match && !match(rows.searchText(ordinal))) continue
    if (where && !where(ordinal)) continue
    if (numbers && number) numbers[total] = number(ordinal)
    places[total++] = place
  }
  const found = places.subarray(0, total)
  return cut(inOrder(found, numbers?.subarray(0, total), sequence.length), sequence, selection)
}

function isRankedBy<T>(by: Selection<T>['sort']['by']): by is Order<T> | 'name' {
  return by === 'name' || 'key' in by
}

/** Distinct places below `size`, sorted by the numbers that stand beside them, then by themselves. */
function inOrder(places: Uint32Array, numbers: Uint32Array | undefined, size: number): Uint32Array {
  const areFew = places.length * 16 < size
  if (!numbers) return areFew ? places.sort() : ticked(places, size)
  if (!areFew) return dealt(places, numbers, size)
  const order = Uint32Array.from(places.keys()).sort(
    (a, b) =>
      (numbers[a] as number) - (numbers[b] as number) || (places[a] as number) - (places[b] as number),
  )
  return order.map((index) => places[index] as number)
}

function ticked(places: Uint32Array, size: number): Uint32Array {
  const ticks = new Uint8Array(size)
  for (let i = 0; i < places.length; i++) ticks[places[i] as number] = 1
  let next = 0
  for (let place = 0; place < size; place++) if (ticks[place] === 1) places[next++] = place
  return places
}

/** Puts the number of each at its place, then deals the places in turn to where their number begins. */
function dealt(places: Uint32Array, numbers: Uint32Array, size: number): Uint32Array {
  const slots = new Uint32Array(size)
  let highest = 0
  for (let i = 0; i < places.length; i++) {
    const number = numbers[i] as number
    if (number > highest) highest = number
    slots[places[i] as number] = number + 1
  }
  const next = new Uint32Array(highest + 2)
  for (let i = 0; i < numbers.length; i++) (next[(numbers[i] as number) + 1] as number)++
  for (let number = 1; number <= highest; number++) (next[number] as number) += next[number - 1] as number
  const order = new Uint32Array(places.length)
  for (let place = 0; place < size; place++) {
    const slot = slots[place] as number
    if (slot > 0) order[(next[slot - 1] as number)++] = place
  }
  return order
}

/** `places` of the rows in order; without them every row stands at its own. */
function cut<T>(
  places: Uint32Array | undefined,
  sequence: Uint32Array,
  { sort, page, pageSize }: Selection<T>,
): { total: number; page: number[] } {
  const total = (places ?? sequence).length
  const ordinals: number[] = []
  const end = Math.min(total, (page + 1) * pageSize)
  for (let i = page * pageSize; i < end; i++) {
    const index = sort.dir === 'asc' ? i : total - 1 - i
    ordinals.push(sequence[places ? (places[index] ?? 0) : index] ?? 0)
  }
  return { total, page: ordinals }
}
