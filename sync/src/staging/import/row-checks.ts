import type { State } from '../../model/state.ts'
import type { Id } from '../../protocol/scalars.ts'
import type { Rights } from '../row-status.ts'
import type { BatchRow } from '../staged-change.ts'
import type { ImportProblemKind, RowProblem } from './import-report.ts'

/** A row is ready to be staged, has nothing to do, or has a problem. */
export type RowOutcome =
  | { is: 'ready'; row: BatchRow }
  | { is: 'no-op' }
  | { is: 'problem'; kind: ImportProblemKind; found(): RowProblem }

/** Checks one row after the other; remembers earlier ones to find duplicates. */
export type RowCheck = (cells: readonly string[], line: number) => RowOutcome

export interface CheckContext {
  state: State
  rights: Rights
  /** Ids for the users and groups that rows bring. */
  newId(): Id
}

export const noop: RowOutcome = { is: 'no-op' }

export function wrong(
  kind: ImportProblemKind,
  detail: string,
  suggestion?: () => string | undefined,
): RowOutcome {
  return {
    is: 'problem',
    kind,
    found() {
      const meant = suggestion?.()
      return meant === undefined ? { kind, detail } : { kind, detail, suggestion: meant }
    },
  }
}
