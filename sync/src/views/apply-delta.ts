import type { RowChanges } from '../protocol/delta.ts'
import type { Row } from '../protocol/view-result.ts'
import type { Result } from './view.ts'

/**
 * The result after the changes; rows that stay equal keep their identity, so that a console redraws only what
 * changed. Throws `RangeError` when the changes name a row or a place that is not there.
 */
export function applyDelta<R extends Row, M extends object>(
  result: Result<R, M>,
  { meta: nextMeta, cut = [], insert = [], set = [] }: RowChanges,
): Result<R, M> {
  const meta = (nextMeta as M | undefined) ?? result.meta
  if (cut.length + insert.length + set.length === 0) return { meta, rows: result.rows }
  const rows = result.rows.slice()
  const gone = cutOut(rows, cut)
  insertInto(rows, insert, gone)
  for (const { at, fields } of set) {
    const row = rows[at]
    if (row === undefined) throw new RangeError(`The delta changes row ${at} of ${rows.length}`)
    rows[at] = { ...row, ...fields }
  }
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
  gone: readonly R[],
): void {
  let byId: Map<string, R> | undefined
  for (const { at, rows: coming } of insert) {
    if (at < 0 || at > rows.length) throw new RangeError(`The delta inserts at ${at} of ${rows.length} rows`)
    const fresh = coming.map((row) => {
      if (typeof row !== 'string') return row as R
      byId ??= new Map(gone.map((each) => [each.id, each]))
      return byId.get(row) ?? notThere(row)
    })
    rows.splice(at, 0, ...fresh)
  }
}

function notThere(id: string): never {
  throw new RangeError(`The delta names row ${id}, which is not there`)
}
