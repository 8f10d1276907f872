import type { RowChanges } from '../protocol/delta.ts'
import type { Row } from '../protocol/view-result.ts'
import type { Result } from './view.ts'

/** Up to so many rows are looked for one by one. */
const FEW = 8

/**
 * The result after the changes; rows that stay equal keep their identity, so that a console redraws only what
 * changed. Throws `RangeError` when the changes name a row or a place that is not there.
 */
export function applyDelta<R extends Row, M extends object>(
  result: Result<R, M>,
  changes: RowChanges,
): Result<R, M> {
  const meta = (changes.meta as M | undefined) ?? result.meta
  const put = (changes.put as R[] | undefined) ?? []
  const { cut = [], insert = [] } = changes
  if (cut.length + insert.length + put.length === 0) return { meta, rows: result.rows }
  const rows = result.rows.slice()
  const moved = cutOut(rows, cut)
  const inserted = insertInto(rows, insert, moved.length === 0 ? put : [...put, ...moved])
  replace(rows, inserted.size === 0 ? put : put.filter(({ id }) => !inserted.has(id)))
  return { meta, rows }
}

/** From the last to the first: the places are those of the former rows. */
function cutOut<R extends Row>(rows: R[], cut: NonNullable<RowChanges['cut']>): R[] {
  const gone: R[] = []
  let end = rows.length
  for (const { at, count } of cut.toReversed()) {
    if (at < 0 || count < 0 || at + count > end)
      throw new RangeError(`The delta cuts rows after ${at}, which are not there`)
    gone.push(...rows.splice(at, count))
    end = at
  }
  return gone
}

function insertInto<R extends Row>(
  rows: R[],
  insert: NonNullable<RowChanges['insert']>,
  known: readonly R[],
): ReadonlySet<string> {
  const inserted = new Set<string>()
  const find = finder(known)
  for (const { at, ids } of insert) {
    if (at > rows.length) throw new RangeError(`The delta inserts at ${at} of ${rows.length} rows`)
    const fresh = ids.map((id) => known[find(id)] ?? notThere(id))
    rows.splice(at, 0, ...fresh)
    for (const id of ids) inserted.add(id)
  }
  return inserted
}

/** Puts each row in the place of the one with its id. */
function replace<R extends Row>(rows: R[], put: readonly R[]): void {
  if (put.length === 0) return
  const find = put.length > FEW ? finder(rows) : (id: string) => placeOf(rows, id)
  for (const row of put) {
    const place = find(row.id)
    if (place < 0) notThere(row.id)
    rows[place] = row
  }
}

/** The place of a row by its id, the first of several; -1 when it is not there. */
function finder(rows: readonly Row[]): (id: string) => number {
  if (rows.length <= FEW) return (id) => placeOf(rows, id)
  const places = new Map<string, number>()
  for (let place = rows.length - 1; place >= 0; place--) places.set(rows[place]?.id ?? '', place)
  return (id) => places.get(id) ?? -1
}

function placeOf(rows: readonly Row[], id: string): number {
  for (let place = 0; place < rows.length; place++) if (rows[place]?.id === id) return place
  return -1
}

function notThere(id: string): never {
  throw new RangeError(`The delta names row ${id}, which is not there`)
}
