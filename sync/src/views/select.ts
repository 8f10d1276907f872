/**
 * Picks one page of an entity's rows: filter, sort, cut. Sorting compares small integers only: the place
 * of each row in a kept order, or a whole number (a count, a status) and then the place by name.
 * Descending is the exact reverse of ascending.
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

const NAME_PLACES = 2 ** 32

/** A sort by a whole number that is told from the row. */
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
  const isByNumber = typeof sort.by === 'object' && 'number' in sort.by
  const { sequence, rank } = rows.ranks(isRankedBy(sort.by) ? sort.by : 'name')
  if (among === undefined && !match && !where && !isByNumber)
    return cut(sequence, selection, (place) => place)

  const number = isRankedBy(sort.by) ? undefined : sort.by.number
  const places = number
    ? new Float64Array(among?.length ?? rows.size)
    : new Uint32Array(among?.length ?? rows.size)
  let total = 0
  const candidates = among ?? sequence
  for (let i = 0; i < candidates.length; i++) {
    const ordinal = candidates[i] as number
    if (match && !match(rows.searchText(ordinal))) continue
    if (where && !where(ordinal)) continue
    const place = rank[ordinal] ?? 0
    places[total++] = number ? number(ordinal) * NAME_PLACES + place : place
  }
  const found = places.subarray(0, total)
  const sorted = found instanceof Uint32Array ? sortPlaces(found, sequence.length) : found.sort()
  return cut(sorted, selection, (place) => sequence[place % NAME_PLACES] ?? 0)
}

function isRankedBy<T>(by: Selection<T>['sort']['by']): by is Order<T> | 'name' {
  return by === 'name' || 'key' in by
}

/** Sorts distinct places below `size`: when they are many, by ticking them off, which takes one pass. */
function sortPlaces(places: Uint32Array, size: number): Uint32Array {
  if (places.length * 16 < size) return places.sort()
  const ticked = new Uint8Array(size)
  for (let i = 0; i < places.length; i++) ticked[places[i] as number] = 1
  let next = 0
  for (let place = 0; place < size; place++) if (ticked[place] === 1) places[next++] = place
  return places
}

function cut<T>(
  sorted: Uint32Array | Float64Array,
  { sort, page, pageSize }: Selection<T>,
  ordinalOf: (place: number) => number,
): { total: number; page: number[] } {
  const total = sorted.length
  const ordinals: number[] = []
  const end = Math.min(total, (page + 1) * pageSize)
  for (let i = page * pageSize; i < end; i++) {
    ordinals.push(ordinalOf(sorted[sort.dir === 'asc' ? i : total - 1 - i] ?? 0))
  }
  return { total, page: ordinals }
}
