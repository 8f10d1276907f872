import type { z } from 'zod'
import type { Right } from '../access/rights.ts'
import type { State } from '../model/state.ts'
import type { Touched } from '../model/touched.ts'
import type { Problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'
import type { Row } from '../protocol/view-result.ts'
import type { ChangeSetContent } from '../staging/change-set-content.ts'

/** What a view is computed from. `contentOf` answers undefined for a change set that is not open. */
export interface ViewContext {
  state: State
  contentOf(changeSetId: Id): ChangeSetContent | undefined
}

export interface Result<R extends Row = Row, M extends object = Record<string, unknown>> {
  meta: M
  rows: R[]
}

/**
 * A named live query. Two subscriptions with equal name and arguments are one view, computed once.
 * The result depends on nothing but context and arguments. `requires` decides who may subscribe; it is
 * asked again after every commit that touches the subscriber.
 */
export interface View<A = unknown, R extends Row = Row, M extends object = Record<string, unknown>> {
  name: string
  args: z.ZodType<A>
  requires: Right
  /** The entity whose ids the rows carry, for optimistic patches. */
  entity?: 'group' | 'user' | 'dashboard' | 'changeSet'
  /** The change sets whose content the result depends on; 'all' for every open one. Absent: saved rows only. */
  drafts?(args: A): Id[] | 'all'
  /** Milliseconds to gather edits of drafts before computing again. 0: at once. */
  debounceMs?: number
  /** True when rows stand in the order of stamps: a past state has lost those that were overwritten since. */
  isOrderedByStamps?(args: A): boolean
  compute(context: ViewContext, args: A): Result<R, M> | Problem
  /** False only when the commits surely leave the result as it is. `state` is the one after them. */
  dependsOn(touched: Touched, args: A, state: State): boolean
}
