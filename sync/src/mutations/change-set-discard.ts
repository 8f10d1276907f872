import { z } from 'zod'
import { isProblem } from '../protocol/problem.ts'
import { Id } from '../protocol/scalars.ts'
import { closing, namedChangeSet } from './change-set-lookup.ts'
import type { Mutation } from './mutation.ts'

const args = z.strictObject({ changeSetId: Id })

/** Closes a named change set without saving it. Its document stays, as history. */
export const changeSetDiscard: Mutation<z.infer<typeof args>, null> = {
  name: 'changeSet.discard',
  args,
  requires: 'manageGroups',
  plan(state, { changeSetId }, context) {
    const changeSet = namedChangeSet(state, changeSetId)
    if (isProblem(changeSet)) return changeSet
    return { changes: [closing(changeSet, 'discarded', context)], result: null }
  },
}
