import type { RowChanges } from '../protocol/delta.ts'
import type { Row } from '../protocol/view-result.ts'
import type { Result } from './view.ts'

/** Up to so many replaced rows are looked for one by one. */
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
  const put = changes.put as R[] | undefined
  if (!changes.cut && !changes.insert)
    return { meta, rows: put ? replaced(result.rows.slice(), put) : result.rows }
  const moved = new Map<string, R>()
  const rows = without(result.rows, changes.cut ?? [], moved)
  if (!changes.insert) return { meta, rows: put ? replaced(rows, put) : rows }
  const fresh = new Map(put?.map((row) => [row.id, row]))
  for (const { at, ids } of changes.insert) {
    if (at > rows.length) throw new RangeError(`The delta inserts at ${at} of ${rows.length} rows`)
    rows.splice(at, 0, ...ids.map((id) => take(fresh, id) ?? take(moved, id) ?? notThere(id)))
  }
  return { meta, rows: replaced(rows, [...fresh.values()]) }
}

function without<R extends Row>(
  rows: readonly R[],
  cut: NonNullable<RowChanges['cut']>,
  moved: Map<string, R>,
): R[] {
  const left: R[] = []
  let from = 0
  for (const { at, count } of cut) {
    if (at < from || at + count > rows.length)
      throw new RangeError(`The delta cuts at ${at} of ${rows.length} rows`)
    for (let place = from; place < at; place++) left.push(rows[place] as R)
    for (let place = at; place < at + count; place++) moved.set((rows[place] as R).id, rows[place] as R)
    from = at + count
  }
  for (let place = from; place < rows.length; place++) left.push(rows[place] as R)
  return left
}

/** Puts each row in the place of the one with its id. */
function replaced<R extends Row>(rows: R[], put: readonly R[]): R[] {
  const places = put.length > FEW ? new Map(rows.map((row, place) => [row.id, place])) : undefined
  for (const row of put) {
    const place = places ? (places.get(row.id) ?? -1) : rows.findIndex(({ id }) => id === row.id)
    if (place < 0) notThere(row.id)
    rows[place] = row
  }
  return rows
}

function take<R>(rows: Map<string, R>, id: string): R | undefined {
  const row = rows.get(id)
  if (row !== undefined) rows.delete(id)
  return row
}

function notThere(id: string): never {
  throw new RangeError(`The delta names row ${id}, which is not there`)
}
