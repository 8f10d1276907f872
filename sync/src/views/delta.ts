/**
 * The difference of two results of one view as row operations, and their application. For any two
 * results, applying the difference to the first gives the second; rows that stay equal keep their
 * identity, so that a console redraws only what changed.
 */
import type { Delta } from '../protocol/delta.ts'
import { isSameJson } from '../protocol/same-json.ts'
import type { Row } from '../protocol/view-result.ts'
import type { Result } from './view.ts'

/** The part of a `delta` message that says what changed. */
export type RowChanges = Pick<Delta, 'meta' | 'put' | 'order'>

/** What takes `before` to `after`; null when they are equal. Ids are distinct within a result. */
export function deltaBetween(before: Result, after: Result): RowChanges | null {
  const old = new Map(before.rows.map((row) => [row.id, row]))
  const put = after.rows.filter((row) => !isSameJson(old.get(row.id), row))
  const isSameOrder =
    before.rows.length === after.rows.length && after.rows.every((row, i) => row.id === before.rows[i]?.id)
  const isSameMeta = isSameJson(before.meta, after.meta)
  if (put.length === 0 && isSameOrder && isSameMeta) return null
  const changes: RowChanges = {}
  if (!isSameMeta) changes.meta = after.meta
  if (put.length > 0) changes.put = put
  if (!isSameOrder) changes.order = after.rows.map((row) => row.id)
  return changes
}

/** The result after the changes. Throws `RangeError` when they name a row that neither side has. */
export function applyDelta<R extends Row, M extends object>(
  result: Result<R, M>,
  changes: RowChanges,
): Result<R, M> {
  const meta = (changes.meta as M | undefined) ?? result.meta
  const put = new Map((changes.put as R[] | undefined)?.map((row) => [row.id, row]))
  if (changes.order === undefined) {
    return { meta, rows: put.size === 0 ? result.rows : result.rows.map((row) => put.get(row.id) ?? row) }
  }
  const old = new Map(result.rows.map((row) => [row.id, row]))
  const rows = changes.order.map((id) => {
    const row = put.get(id) ?? old.get(id)
    if (row === undefined) throw new RangeError(`The delta orders row ${id}, which is not there`)
    return row
  })
  return { meta, rows }
}
