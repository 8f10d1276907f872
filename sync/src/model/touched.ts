import type { Id } from '../protocol/scalars.ts'
import type { Change, EntityChange } from './change.ts'

type UserChange = Extract<EntityChange, { entity: 'user' }>

/** What a run of commits touched, for deciding cheaply which views to compute again. */
export interface Touched {
  organization: boolean
  users: ReadonlySet<Id>
  /** Those of `users` who came, went, or whose name or e-mail changed: whatever names people may change. */
  usersRenamed: ReadonlySet<Id>
  /** Those of `users` who came, went, or whose roles or status changed: built-in groups and access may change. */
  usersRegraded: ReadonlySet<Id>
  groups: ReadonlySet<Id>
  dashboards: ReadonlySet<Id>
  changeSets: ReadonlySet<Id>
  /** Groups whose memberships changed, with the users that entered or left. */
  members: ReadonlyMap<Id, ReadonlySet<Id>>
  /** Groups whose shares changed. */
  shares: ReadonlySet<Id>
}

/** Gathers what the changes touch. Cost: one set insert per touched id. */
export function touchedBy(changes: Iterable<Change>): Touched {
  const users = new Set<Id>()
  const usersRenamed = new Set<Id>()
  const usersRegraded = new Set<Id>()
  const groups = new Set<Id>()
  const dashboards = new Set<Id>()
  const changeSets = new Set<Id>()
  const members = new Map<Id, Set<Id>>()
  const shares = new Set<Id>()
  let organization = false
  for (const change of changes) {
    switch (change.entity) {
      case 'organization':
        organization = true
        break
      case 'user':
        users.add(change.id)
        if (changesOneOf(change, ['name', 'email'])) usersRenamed.add(change.id)
        if (changesOneOf(change, ['roles', 'status'])) usersRegraded.add(change.id)
        break
      case 'group':
        groups.add(change.id)
        break
      case 'dashboard':
        dashboards.add(change.id)
        break
      case 'changeSet':
        changeSets.add(change.id)
        break
      case 'membership': {
        const ids = members.get(change.groupId) ?? new Set()
        for (const userId of change.userIds) ids.add(userId)
        members.set(change.groupId, ids)
        break
      }
      case 'share':
        shares.add(change.groupId)
        break
      default:
        change satisfies never
    }
  }
  return {
    organization,
    users,
    usersRenamed,
    usersRegraded,
    groups,
    dashboards,
    changeSets,
    members,
    shares,
  }
}

/** True when the change makes, deletes or edits one of these fields. */
function changesOneOf(change: UserChange, fields: readonly string[]): boolean {
  return change.op !== 'update' || fields.some((field) => field in change.after)
}
