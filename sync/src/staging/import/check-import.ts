/** The dry run of a file: every row is checked against the saved rows and against the rows before it. */
import type { User } from '../../model/entities.ts'
import type { State } from '../../model/state.ts'
import type { Id } from '../../protocol/scalars.ts'
import { inOneGo } from '../in-one-go.ts'
import { rightsOf } from '../row-status.ts'
import type { BatchOf, BatchRow } from '../staged-change.ts'
import { checkGroups } from './check-groups.ts'
import { checkMemberships } from './check-memberships.ts'
import { checkUsers } from './check-users.ts'
import { headerOf } from './header.ts'
import { type ImportReport, ReportWriter } from './import-report.ts'
import type { CheckContext, RowCheck } from './row-checks.ts'

/** A row of the file with the line it begins on; a plain array stands on its index. */
export type FileRow = readonly string[] | { line: number; cells: readonly string[] }

export interface ImportCheck {
  of: BatchOf
  rows: Iterable<FileRow>
  /** Who imports: their rights decide what is not allowed. */
  actor: User | undefined
  newId(): Id
}

const checks = { memberships: checkMemberships, users: checkUsers, groups: checkGroups } satisfies Record<
  BatchOf,
  (context: CheckContext) => RowCheck
>

export interface CheckedImport {
  report: ImportReport
  /** The rows that are ready to be staged. */
  batchRows: BatchRow[]
}

/** Rows checked between two chances for others to run: a few milliseconds. */
const SLICE = 2_000

/**
 * Checks a file that is split into cells. Answers the report and the rows that are ready to be staged;
 * rows with nothing to do are left out. Blank lines do not count. Rows cannot name what earlier rows of
 * the same file would create.
 */
export function checkImport(state: State, check: ImportCheck): CheckedImport {
  return inOneGo(checkImportInSlices(state, check))
}

/** The same in slices: yields now and then, so that the caller can let others run. The state must not move. */
export function* checkImportInSlices(
  state: State,
  { of, rows, actor, newId }: ImportCheck,
): Generator<void, CheckedImport> {
  const writer = new ReportWriter(of)
  const batchRows: BatchRow[] = []
  const check = checks[of]({ state, rights: rightsOf(actor), newId })
  let header: ReturnType<typeof headerOf> | undefined
  let index = 0
  for (const fileRow of rows) {
    index++
    if (index % SLICE === 0) yield
    const [line, cells] = 'cells' in fileRow ? [fileRow.line, fileRow.cells] : [index, fileRow]
    if (cells.every((cell) => cell === '' || cell.trim() === '')) continue
    if (!header) {
      header = headerOf(of, cells)
      if (header.present) continue
    }
    const { positions, width } = header
    if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '')) {
      const detail = `The row has more than ${width} cells; text with a comma stands in quotes`
      writer.problem(line, cells, 'malformed', () => ({ kind: 'malformed', detail }))
      continue
    }
    const outcome = check(
      positions.map((position) => cells[position]?.trim() ?? ''),
      line,
    )
    if (outcome.is === 'problem') writer.problem(line, cells, outcome.kind, outcome.found)
    else if (outcome.is === 'no-op') writer.noop()
    else {
      writer.ready()
      batchRows.push(outcome.row)
    }
  }
  return { report: writer.report, batchRows }
}
