import type { z } from 'zod'
import type { Right } from '../access/rights.ts'
import type { Change } from '../model/change.ts'
import type { State } from '../model/state.ts'
import type { Problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'
import type { ChangeSetContent } from '../staging/change-set-content.ts'
import type { StagedBatch } from '../staging/staged-change.ts'

/** Everything a plan may know besides the state: nothing in it is read from a clock or a random source. */
export interface PlanContext {
  /** Null when the organization changes itself: no right is asked then. */
  actorId: Id | null
  now: string
  mutationId: Id
  /** Content of the change set that the arguments name, already cut to what the state vector covers. */
  content?: ChangeSetContent | undefined
  /** How many entries of that change set the cut left out (`coverage.ts`). */
  uncovered?: number | undefined
}

/**
 * Outcome of a plan: the changes in the order they apply, the mutation's answer, and what leaves the
 * change set. With no changes and nothing to unstage there is nothing to commit: the hub just answers.
 */
export interface Planned<R = unknown> {
  changes: Change[]
  result: R
  /** Document keys to delete from the change set in the same transaction, and what is left of batches. */
  unstage?: { changeSetId: Id; keys: string[]; replace: StagedBatch[] }
}

/**
 * A named intent. `plan` is pure: it turns state and arguments into changes or says why not. All rules
 * live there, and only there. `internal` ones cannot be sent by a console. `optimistic` names row
 * fields that the console may show before the answer.
 */
export interface Mutation<A = unknown, R = unknown> {
  name: string
  args: z.ZodType<A>
  requires: Right
  internal?: boolean
  plan(state: State, args: A, context: PlanContext): Planned<R> | Problem
  /**
   * The same plan for long work: yields how many of how many rows are planned, so that others can run.
   * The state must not move in between.
   */
  planInSlices?(
    state: State,
    args: A,
    context: PlanContext,
  ): Generator<{ done: number; total: number }, Planned<R> | Problem>
  /** Id of the change set whose content the plan needs. */
  changeSetOf?(args: A): { changeSetId: Id; stateVector?: string | undefined } | undefined
  optimistic?(args: A): RowPatch[]
}

/** Shows `fields` on every row with this id in views of this entity, until the answer is here. */
export interface RowPatch {
  entity: 'group' | 'user' | 'dashboard' | 'changeSet'
  id: Id
  fields: Record<string, unknown>
}

/** The plan of something that already is as wanted: answered without a commit. */
export function nothingToDo(): Planned<null> {
  return { changes: [], result: null }
}
