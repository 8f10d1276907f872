/** How one order of ids becomes another with the fewest rows touched. */
import type { RowChanges } from '../protocol/delta.ts'
import type { Row } from '../protocol/view-result.ts'

interface Moves {
  cut: NonNullable<RowChanges['cut']>
  insert: { at: number; rows: Row[] }[]
  /** Former places of the rows that stay. */
  stays: ReadonlySet<number>
}

/**
 * `before` tells the former place of each id that may stay, among `length` rows. Rows that keep their order stay; the
 * others are cut and inserted.
 */
export function movesBetween(
  before: ReadonlyMap<string, number>,
  length: number,
  after: readonly Row[],
): Moves {
  const stays = longestRise(after.map(({ id }) => before.get(id) ?? -1))
  const cut: Moves['cut'] = []
  for (let place = 0; place < length; place++) {
    if (stays.has(place)) continue
    const last = cut.at(-1)
    if (last && last.at + last.count === place) last.count += 1
    else cut.push({ at: place, count: 1 })
  }
  const insert: Moves['insert'] = []
  for (const [at, row] of after.entries()) {
    if (stays.has(before.get(row.id) ?? -1)) continue
    const last = insert.at(-1)
    if (last && last.at + last.rows.length === at) last.rows.push(row)
    else insert.push({ at, rows: [row] })
  }
  return { cut, insert, stays }
}

/** The places of a longest run that only rises; negative ones are skipped. Patience sorting, n log n. */
function longestRise(places: readonly number[]): Set<number> {
  const ends: number[] = []
  const former = new Map<number, number | undefined>()
  for (const place of places) {
    if (place < 0) continue
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((ends[middle] ?? 0) < place) low = middle + 1
      else high = middle
    }
    former.set(place, ends[low - 1])
    ends[low] = place
  }
  const rise = new Set<number>()
  for (let place = ends.at(-1); place !== undefined; place = former.get(place)) rise.add(place)
  return rise
}
