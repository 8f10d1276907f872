/**
 * The difference of two results of one view as row operations: for any two results, applying it to the first
 * gives the second. It grows with what changed, not with the page: places instead of lists of ids.
 */
import type { RowChanges } from '../protocol/delta.ts'
import { isSameJson } from '../protocol/same-json.ts'
import type { Row } from '../protocol/view-result.ts'
import { movesBetween } from './moves-between.ts'
import type { Result } from './view.ts'

/** What takes `before` to `after`; null when they are equal. Ids are distinct within a result. */
export function deltaBetween(before: Result, after: Result): RowChanges | null {
  const changes: RowChanges = {}
  if (!isSameJson(before.meta, after.meta)) changes.meta = after.meta
  const put = areSameIds(before.rows, after.rows)
    ? changedInPlace(before, after)
    : moved(before, after, changes)
  if (put.length > 0) changes.put = put
  return changes.meta || changes.put || changes.cut || changes.insert ? changes : null
}

function areSameIds(before: readonly Row[], after: readonly Row[]): boolean {
  if (before.length !== after.length) return false
  for (let i = 0; i < after.length; i++) if (before[i]?.id !== after[i]?.id) return false
  return true
}

function changedInPlace(before: Result, after: Result): Row[] {
  return after.rows.filter((row, i) => !isSameJson(before.rows[i], row))
}

function moved(before: Result, after: Result, changes: RowChanges): Row[] {
  const places = new Map(before.rows.map((row, place) => [row.id, place]))
  const { cut, insert } = movesBetween(places, after.rows)
  if (cut.length > 0) changes.cut = cut
  if (insert.length > 0) changes.insert = insert
  return after.rows.filter((row) => {
    const place = places.get(row.id)
    return place === undefined || !isSameJson(before.rows[place], row)
  })
}
