/** Planning the save of a change set, or of one page's part of it: which changes happen, what leaves the list. */
import type { Change } from '../model/change.ts'
import type { State } from '../model/state.ts'
import type { BatchStatus } from './batch-status.ts'
import type { ChangeSetContent } from './change-set-content.ts'
import { GatheredWishes } from './gathered-wishes.ts'
import { inOneGo } from './in-one-go.ts'
import { packRows } from './remaining-rows.ts'
import { entriesIn } from './scope.ts'
import type { Scope, StagedBatch } from './staged-change.ts'
import { freshStatusesOf, type StatusOptions } from './status.ts'

export interface SavePlan {
  changes: Change[]
  /** Document keys that leave the change set: what is saved and what turned out to be so already. */
  keys: string[]
  /** Batches that stay with their conflicts only: every other row of them is settled. */
  replace: StagedBatch[]
  /** Facts that change. */
  saved: number
  noops: number
  conflicts: number
}

export interface SaveOptions extends StatusOptions {
  scope: Scope
  /** Creation time of the users and groups that batches bring. */
  now: string
}

/** Rows planned between two chances for others to run. */
const SLICE = 10_000

/**
 * Plans in slices: yields how many of how many rows are planned, so that the caller can let others run
 * and report progress. The state must not move in between. Ready entries become one add and one remove
 * per group and kind, in the order of staging; conflicts stay, of a batch the rows in conflict.
 */
export function* planSaveInSlices(
  state: State,
  content: ChangeSetContent,
  options: SaveOptions,
): Generator<{ done: number; total: number }, SavePlan> {
  const statuses = freshStatusesOf(state, content, options)
  const entries = entriesIn(content, options.scope)
  const total = entries.reduce((sum, [, entry]) => sum + (entry.kind === 'batch' ? entry.count : 1), 0)
  const gathered = new GatheredWishes(options.now, options.actor?.id ?? null)
  const plan: Omit<SavePlan, 'changes'> = { keys: [], replace: [], saved: 0, noops: 0, conflicts: 0 }
  let done = 0
  for (const [key, entry] of entries) {
    const status = statuses.get(key)
    if (!status) continue
    if (entry.kind !== 'batch') {
      if (status.state === 'ready') plan.saved += gathered.add(entry)
      else if (status.state === 'no-op') plan.noops++
      else plan.conflicts++
      if (status.state !== 'conflict') plan.keys.push(key)
      done++
      continue
    }
    const batch = status.batch
    if (!batch) continue
    plan.noops += batch.noop
    plan.conflicts += batch.conflicts
    const rows = content.batches.get(entry.batchId) ?? []
    if (batch.conflicts === 0) plan.keys.push(key)
    else if (batch.conflicts + batch.excluded < batch.count) plan.replace.push(withConflictsOf(entry, batch))
    for (const [position, row] of rows.entries()) {
      if (batch.stateOf(position) === 'ready') plan.saved += gathered.add(row)
      if (++done % SLICE === 0) yield { done, total }
    }
  }
  return { changes: gathered.changes(), ...plan }
}

function withConflictsOf(entry: StagedBatch, batch: BatchStatus): StagedBatch {
  const remaining = packRows(entry.count, (position) => {
    const state = batch.stateOf(position)
    return state === 'conflict' || state === 'excluded'
  })
  return { ...entry, remaining }
}

/** The same plan in one go: for previews, and for saves of ordinary size. */
export function planSave(state: State, content: ChangeSetContent, options: SaveOptions): SavePlan {
  return inOneGo(planSaveInSlices(state, content, options))
}
