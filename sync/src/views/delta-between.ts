/**
 * The difference of two results of one view as row operations: for any two results, applying it to the first
 * gives the second. It grows with what changed, not with the page: places instead of lists of ids, and of a row
 * that stays only the fields that changed.
 */
import type { RowChanges } from '../protocol/delta.ts'
import { isSameJson } from '../protocol/same-json.ts'
import type { Row } from '../protocol/view-result.ts'
import { fieldsBetween } from './fields-between.ts'
import { movesBetween } from './moves-between.ts'
import type { Result } from './view.ts'

type FieldSets = NonNullable<RowChanges['set']>

/** What takes `before` to `after`; null when they are equal. Ids are distinct within a result. */
export function deltaBetween(before: Result, after: Result): RowChanges | null {
  const changes: RowChanges = {}
  if (!isSameJson(before.meta, after.meta)) changes.meta = after.meta
  const set = changedInPlace(before.rows, after.rows) ?? moved(before.rows, after.rows, changes)
  if (set.length > 0) changes.set = set
  return changes.meta || changes.cut || changes.insert || changes.set ? changes : null
}

/** Undefined when it takes more than fields. */
function changedInPlace(before: readonly Row[], after: readonly Row[]): FieldSets | undefined {
  if (before.length !== after.length) return undefined
  const set: FieldSets = []
  for (const [at, row] of after.entries()) {
    const former = before[at]
    if (former?.id !== row.id) return undefined
    const fields = fieldsBetween(former, row)
    if (fields === undefined) return undefined
    if (fields !== null) set.push({ at, fields })
  }
  return set
}

function moved(before: readonly Row[], after: readonly Row[], changes: RowChanges): FieldSets {
  const places = new Map(before.map((row, place) => [row.id, place]))
  const changed = new Map<Row, Record<string, unknown>>()
  for (const row of after) {
    const former = before[places.get(row.id) ?? -1]
    if (former === undefined) continue
    const fields = fieldsBetween(former, row)
    // Comes as a new row instead of the one that goes.
    if (fields === undefined) places.delete(row.id)
    else if (fields !== null) changed.set(row, fields)
  }
  const { cut, insert, stays } = movesBetween(places, before.length, after)
  if (cut.length > 0) changes.cut = cut
  const isAsItWas = (row: Row) => places.has(row.id) && !changed.has(row)
  if (insert.length > 0)
    changes.insert = insert.map(({ at, rows }) => ({
      at,
      rows: rows.map((row) => (isAsItWas(row) ? row.id : row)),
    }))
  const set: FieldSets = []
  for (const [at, row] of after.entries()) {
    const fields = changed.get(row)
    if (fields && stays.has(places.get(row.id) ?? -1)) set.push({ at, fields })
  }
  return set
}
