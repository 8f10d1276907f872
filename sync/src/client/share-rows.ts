import { isSameJson } from '../protocol/same-json.ts'
import type { Row, ViewResult } from '../protocol/view-result.ts'

/**
 * The next result, made of the former one's row objects wherever a row is equal, so that a store
 * re-renders changed rows only. Answers the former result itself when all is equal, and the next one when
 * nothing of the former had to be put into it.
 */
export function shareRows(former: ViewResult | undefined, next: ViewResult): ViewResult {
  if (!former) return next
  const known = new Map(former.rows.map((row) => [row.id, row]))
  const rows = next.rows.map((row) => same(known.get(row.id), row))
  const meta = isSameJson(former.meta, next.meta) ? former.meta : next.meta
  const isAs = (result: ViewResult) => meta === result.meta && areSame(rows, result.rows)
  if (isAs(former)) return former
  return isAs(next) ? next : { meta, rows }
}

function areSame(rows: readonly Row[], others: readonly Row[]): boolean {
  return rows.length === others.length && rows.every((row, index) => row === others[index])
}

function same(former: Row | undefined, row: Row): Row {
  return former && isSameJson(former, row) ? former : row
}
