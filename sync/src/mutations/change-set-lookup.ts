/** Finding a change set for a mutation, or saying why it cannot be had; and closing it. */
import type { Change } from '../model/change.ts'
import type { ChangeSet } from '../model/entities.ts'
import type { State } from '../model/state.ts'
import { isProblem, type Problem, problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'
import type { PlanContext } from './mutation.ts'

/** An open change set: saved and discarded ones are history. */
export function openChangeSet(state: State, changeSetId: Id): ChangeSet | Problem {
  const changeSet = state.changeSets.get(changeSetId)
  if (!changeSet) return problem('not-found', 'This change set does not exist')
  if (changeSet.status !== 'open')
    return problem('conflict', `${changeSet.name} was ${changeSet.status} already`)
  return changeSet
}

/** An open change set that people named; the Shared draft keeps its name and is always open. */
export function namedChangeSet(state: State, changeSetId: Id): ChangeSet | Problem {
  const changeSet = openChangeSet(state, changeSetId)
  if (isProblem(changeSet)) return changeSet
  if (changeSet.kind === 'draft')
    return problem('conflict', `${changeSet.name} cannot be renamed or discarded`)
  return changeSet
}

/** Open change sets have distinct names, compared without case: people choose them by name. */
export function changeSetNameTaken(state: State, name: string, except?: Id): Problem | undefined {
  const wanted = name.toLowerCase()
  for (const other of state.changeSets.values()) {
    if (other.status !== 'open' || other.id === except || other.name.toLowerCase() !== wanted) continue
    return problem('conflict', `A change set named ${other.name} is open already`, {
      errors: [{ pointer: '/name', detail: 'This name is taken' }],
    })
  }
  return undefined
}

/** The change that closes an open change set. */
export function closing(
  changeSet: ChangeSet,
  status: 'saved' | 'discarded',
  { actorId, now }: PlanContext,
): Change {
  return {
    entity: 'changeSet',
    op: 'update',
    id: changeSet.id,
    before: { status: changeSet.status, closedAt: changeSet.closedAt, closedBy: changeSet.closedBy },
    after: { status, closedAt: now, closedBy: actorId },
  }
}
