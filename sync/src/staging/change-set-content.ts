import type { Id } from '../protocol/scalars.ts'
import type { BatchRow, StagedChange, StagedComment } from './staged-change.ts'

/**
 * What a change set holds at one moment, read from its Yjs document and the batch rows it names.
 * Plain data for the pure rules: statuses, impact and the plan of a save.
 */
export interface ChangeSetContent {
  changeSetId: Id
  /** By fact key, in the order of staging. */
  entries: ReadonlyMap<string, StagedChange>
  /** Excluded rows of batches, by `factKey.exclusion`. */
  exclusions: ReadonlySet<string>
  comments: readonly StagedComment[]
  /** Rows of each batch that the entries name, by batch id. */
  batches: ReadonlyMap<Id, readonly BatchRow[]>
}
