import { z } from 'zod'
import { GroupDescription } from '../model/entities.ts'
import { isProblem } from '../protocol/problem.ts'
import { Id } from '../protocol/scalars.ts'
import { customGroup } from './group-lookup.ts'
import { type Mutation, nothingToDo } from './mutation.ts'

const args = z.strictObject({ groupId: Id, description: GroupDescription })

/** Gives a custom group another description, or none (C36). */
export const groupDescribe: Mutation<z.infer<typeof args>, null> = {
  name: 'group.describe',
  args,
  requires: 'manageGroups',
  plan(state, { groupId, description }) {
    const group = customGroup(state, groupId)
    if (isProblem(group)) return group
    if (group.description === description) return nothingToDo()
    const before = { description: group.description }
    return {
      changes: [{ entity: 'group', op: 'update', id: groupId, before, after: { description } }],
      result: null,
    }
  },
  optimistic: ({ groupId, description }) => [{ entity: 'group', id: groupId, fields: { description } }],
}
