import { z } from 'zod'
import { GroupName } from '../model/entities.ts'
import { isProblem } from '../protocol/problem.ts'
import { Id } from '../protocol/scalars.ts'
import { customGroup, nameTaken } from './group-lookup.ts'
import { type Mutation, nothingToDo } from './mutation.ts'

const args = z.strictObject({ groupId: Id, name: GroupName })

/** Gives a custom group another name (C36). */
export const groupRename: Mutation<z.infer<typeof args>, null> = {
  name: 'group.rename',
  args,
  requires: 'manageGroups',
  plan(state, { groupId, name }) {
    const group = customGroup(state, groupId)
    if (isProblem(group)) return group
    if (group.name === name) return nothingToDo()
    const taken = nameTaken(state, name, groupId)
    if (taken) return taken
    return {
      changes: [
        { entity: 'group', op: 'update', id: groupId, before: { name: group.name }, after: { name } },
      ],
      result: null,
    }
  },
  optimistic: ({ groupId, name }) => [{ entity: 'group', id: groupId, fields: { name } }],
}
