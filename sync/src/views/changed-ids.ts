import type { RowChanges } from '../protocol/delta.ts'
import type { Row } from '../protocol/view-result.ts'

/** The ids of the rows that the changes brought or changed; a row that only moved is none. `rows` are the next ones. */
export function changedIds({ insert = [], set = [] }: RowChanges, rows: readonly Row[]): string[] {
  const ids: string[] = []
  for (const run of insert) for (const row of run.rows) if (typeof row !== 'string') ids.push(row.id)
  for (const { at } of set) {
    const row = rows[at]
    if (row) ids.push(row.id)
  }
  return ids
}
