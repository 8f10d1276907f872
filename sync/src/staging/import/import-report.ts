/** What a dry run of a file says: three numbers that add up to its rows, and a line for each problem (N11). */
import type { BatchOf } from '../staged-change.ts'

export type ImportProblemKind =
  | 'unknown-user'
  | 'unknown-group'
  | 'duplicate'
  | 'not-allowed'
  | 'not-an-email'
  | 'built-in'
  | 'malformed'
  | 'bad-role'
  | 'name-taken'

export interface ImportProblem {
  /** Line of the file, the first is 1. */
  line: number
  kind: ImportProblemKind
  /** What the file says. */
  text: string
  detail: string
  /** What was probably meant. */
  suggestion?: string
}

export interface ImportReport {
  of: BatchOf
  rows: number
  ready: number
  noop: number
  problems: number
  byKind: Partial<Record<ImportProblemKind, number>>
  /** The first 1,000. */
  problemRows: ImportProblem[]
}

/** A refused row, before it is known where it stands. */
export type RowProblem = Omit<ImportProblem, 'line' | 'text'>

const SHOWN = 1_000

/** Gathers the outcome of each row into a report. */
export class ReportWriter {
  readonly report: ImportReport

  constructor(of: BatchOf) {
    this.report = { of, rows: 0, ready: 0, noop: 0, problems: 0, byKind: {}, problemRows: [] }
  }

  ready(): void {
    this.report.rows++
    this.report.ready++
  }

  noop(): void {
    this.report.rows++
    this.report.noop++
  }

  /** `found` is called only for problems that are shown: finding what was meant takes time. */
  problem(line: number, cells: readonly string[], kind: ImportProblemKind, found: () => RowProblem): void {
    const { report } = this
    report.rows++
    report.problems++
    report.byKind[kind] = (report.byKind[kind] ?? 0) + 1
    if (report.problemRows.length < SHOWN)
      report.problemRows.push({ line, text: cells.join(',').slice(0, 300), ...found() })
  }
}
