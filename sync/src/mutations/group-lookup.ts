/** Finding a group for a mutation, or saying why it cannot be had. */
import type { Group } from '../model/entities.ts'
import type { State } from '../model/state.ts'
import { isProblem, type Problem, problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'

/** Any group; `not-found` when there is none, or none any more. */
export function existingGroup(state: State, groupId: Id): Group | Problem {
  return state.groups.get(groupId) ?? problem('not-found', 'This group does not exist any more')
}

/** A group that people may edit: built-in ones keep themselves (C32). */
export function customGroup(state: State, groupId: Id): Group | Problem {
  const group = existingGroup(state, groupId)
  if (isProblem(group)) return group
  if (group.kind !== 'custom')
    return problem('conflict', `${group.name} is built in`, {
      detail: 'Built-in groups update themselves. They cannot be renamed, edited or deleted.',
    })
  return group
}

/** Undefined when the name is free; group names are unique in an organization, compared without case. */
export function nameTaken(state: State, name: string, except?: Id): Problem | undefined {
  const other = state.groupByName(name)
  if (!other || other.id === except) return undefined
  return problem('conflict', `A group named ${other.name} exists already`, {
    errors: [{ pointer: '/name', detail: 'This name is taken' }],
  })
}
