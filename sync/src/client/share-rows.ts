import { isSameJson } from '../protocol/same-json.ts'
import type { Row, ViewResult } from '../protocol/view-result.ts'

/**
 * The next result, made of the former one's row objects wherever a row is equal, so that a store
 * re-renders changed rows only. Answers the former result itself when all is equal.
 */
export function shareRows(former: ViewResult | undefined, next: ViewResult): ViewResult {
  if (!former) return next
  const known = new Map(former.rows.map((row) => [row.id, row]))
  const rows = next.rows.map((row) => same(known.get(row.id), row))
  const meta = isSameJson(former.meta, next.meta) ? former.meta : next.meta
  const unchanged =
    meta === former.meta &&
    rows.length === former.rows.length &&
    rows.every((row, index) => row === former.rows[index])
  return unchanged ? former : { meta, rows }
}

function same(former: Row | undefined, row: Row): Row {
  return former && isSameJson(former, row) ? former : row
}
