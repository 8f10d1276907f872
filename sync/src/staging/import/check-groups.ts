import { GroupDescription, GroupName } from '../../model/entities.ts'
import { type CheckContext, noop, type RowCheck, wrong } from './row-checks.ts'

/** Rows of `name[, description]`. Groups that exist already stay as they are. */
export function checkGroups({ state, rights, newId }: CheckContext): RowCheck {
  const seen = new Map<string, number>()
  return ([name = '', description = ''], line) => {
    if (name === '') return wrong('malformed', 'The name is missing')
    if (!GroupName.safeParse(name).success)
      return wrong('malformed', 'The name is longer than 120 characters or cannot be stored')
    if (!GroupDescription.safeParse(description).success)
      return wrong('malformed', 'The description is longer than 2,000 characters or cannot be stored')
    const key = name.toLowerCase()
    const earlier = seen.get(key)
    if (earlier !== undefined) return wrong('duplicate', `The same name as line ${earlier}`)
    seen.set(key, line)
    const existing = state.groupByName(name)
    if (existing && existing.kind !== 'custom')
      return wrong('name-taken', `${existing.name} is the name of a built-in group`)
    if (existing) return noop
    if (!rights.manageGroups) return wrong('not-allowed', 'You are not allowed to add groups')
    if (state.organization.plan === 'pro') return wrong('not-allowed', 'Custom groups need the Business plan')
    return { is: 'ready', row: { kind: 'group', line, groupId: newId(), name, description } }
  }
}
