import { Email, type Group, type User } from '../../model/entities.ts'
import type { Id } from '../../protocol/scalars.ts'
import { ClosestName } from './closest-name.ts'
import { type CheckContext, noop, type RowCheck, type RowOutcome, wrong } from './row-checks.ts'

const notAnEmail = wrong('not-an-email', 'This is not an e-mail address')
const unknownUser = wrong('unknown-user', 'Nobody here has this e-mail address')
const notAllowed = wrong('not-allowed', 'You are not allowed to change members')

/** Rows of `email, group[, add|remove]`. Without a third cell people are added. */
export function checkMemberships({ state, rights }: CheckContext): RowCheck {
  const users = new Map<string, User | RowOutcome>()
  const groups = new Map<string, Group | undefined>()
  const seen = new Map<Id, Map<Id, { line: number; to: 'in' | 'out' }>>()
  let closest: ClosestName | undefined
  const meant = (name: string) => () => {
    closest ??= new ClosestName(
      [...state.groups.values()].filter(({ kind }) => kind === 'custom').map((group) => group.name),
    )
    return closest.to(name)
  }

  const userOf = (email: string): User | RowOutcome => {
    const known = users.get(email)
    if (known) return known
    const user = state.userByEmail(email) ?? (Email.safeParse(email).success ? unknownUser : notAnEmail)
    users.set(email, user)
    return user
  }
  const groupOf = (name: string): Group | undefined => {
    if (!groups.has(name)) groups.set(name, state.groupByName(name))
    return groups.get(name)
  }

  return ([email = '', name = '', action = ''], line) => {
    const to = action === '' || action === 'add' ? 'in' : action === 'remove' ? 'out' : undefined
    if (name === '') return wrong('malformed', 'The group is missing')
    if (!to) return wrong('malformed', 'The third column says add or remove')
    const user = userOf(email.toLowerCase())
    if ('is' in user) return user
    const group = groupOf(name)
    if (!group) return wrong('unknown-group', 'There is no group of this name', meant(name))
    if (group.kind !== 'custom') return wrong('built-in', `${group.name} is built in and updates itself`)

    const ofGroup = seen.get(group.id) ?? new Map<Id, { line: number; to: 'in' | 'out' }>()
    if (ofGroup.size === 0) seen.set(group.id, ofGroup)
    const earlier = ofGroup.get(user.id)
    if (earlier)
      return wrong(
        'duplicate',
        earlier.to === to ? `The same as line ${earlier.line}` : `The opposite of line ${earlier.line}`,
      )
    ofGroup.set(user.id, { line, to })
    if (state.members.has(group.id, user.id) === (to === 'in')) return noop
    if (!rights.manageGroups) return notAllowed
    return { is: 'ready', row: { kind: 'membership', line, groupId: group.id, userId: user.id, to } }
  }
}
