import { z } from 'zod'
import { ChangeSetName } from '../model/entities.ts'
import { isProblem } from '../protocol/problem.ts'
import { Id } from '../protocol/scalars.ts'
import { changeSetNameTaken, namedChangeSet } from './change-set-lookup.ts'
import { type Mutation, nothingToDo } from './mutation.ts'

const args = z.strictObject({ changeSetId: Id, name: ChangeSetName })

/** Gives an open, named change set another name. */
export const changeSetRename: Mutation<z.infer<typeof args>, null> = {
  name: 'changeSet.rename',
  args,
  requires: 'manageGroups',
  plan(state, { changeSetId, name }) {
    const changeSet = namedChangeSet(state, changeSetId)
    if (isProblem(changeSet)) return changeSet
    if (changeSet.name === name) return nothingToDo()
    const taken = changeSetNameTaken(state, name, changeSetId)
    if (taken) return taken
    const before = { name: changeSet.name }
    return {
      changes: [{ entity: 'changeSet', op: 'update', id: changeSetId, before, after: { name } }],
      result: null,
    }
  },
  optimistic: ({ changeSetId, name }) => [{ entity: 'changeSet', id: changeSetId, fields: { name } }],
}
