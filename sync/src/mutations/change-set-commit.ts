import { z } from 'zod'
import type { State } from '../model/state.ts'
import { isProblem, type Problem, problem } from '../protocol/problem.ts'
import { Id } from '../protocol/scalars.ts'
import { inOneGo } from '../staging/in-one-go.ts'
import { planSaveInSlices, type SavePlan } from '../staging/plan-change-set.ts'
import { Scope } from '../staging/staged-change.ts'
import { closing, openChangeSet } from './change-set-lookup.ts'
import type { Mutation, PlanContext, Planned } from './mutation.ts'

const args = z.strictObject({
  changeSetId: Id,
  scope: Scope,
  /** Yjs state vector of the document as the admin saw it, in base64: later edits stay staged. */
  stateVector: z.string().max(100_000),
})
type Args = z.infer<typeof args>

/** `saved` counts facts that changed, `noops` and `conflicts` entries and batch rows that did not. */
interface SavedCounts {
  saved: number
  noops: number
  conflicts: number
}

/**
 * Saves a change set, or one page's part of it: all ready entries or none. No-ops leave the list too;
 * conflicts stay, and so does what the admin had not seen. A named change set without remaining entries
 * is closed as saved.
 */
export const changeSetCommit: Mutation<Args, SavedCounts> = {
  name: 'changeSet.commit',
  args,
  requires: 'manageGroups',
  changeSetOf: ({ changeSetId, stateVector }) => ({ changeSetId, stateVector }),
  plan: (state, input, context) => inOneGo(planCommitInSlices(state, input, context)),
  planInSlices: planCommitInSlices,
}

function* planCommitInSlices(
  state: State,
  { changeSetId, scope }: Args,
  context: PlanContext,
): Generator<{ done: number; total: number }, Planned<SavedCounts> | Problem> {
  const changeSet = openChangeSet(state, changeSetId)
  if (isProblem(changeSet)) return changeSet
  const { content, actorId, now } = context
  if (content?.changeSetId !== changeSetId) return problem('not-found', 'This change set does not exist')
  const actor = actorId === null ? undefined : state.users.get(actorId)
  const plan: SavePlan = yield* planSaveInSlices(state, content, { scope, actor, now })
  const { changes, keys, replace, saved, noops, conflicts } = plan
  if (keys.length === 0 && replace.length === 0)
    return problem('conflict', 'Nothing to save', {
      detail:
        conflicts > 0
          ? 'Everything staged here is in conflict with what was saved meanwhile.'
          : 'Nothing is staged here any more.',
    })
  const remaining = content.entries.size - keys.length + (context.uncovered ?? 0)
  if (remaining === 0 && changeSet.kind === 'named') changes.push(closing(changeSet, 'saved', context))
  return { changes, result: { saved, noops, conflicts }, unstage: { changeSetId, keys, replace } }
}
