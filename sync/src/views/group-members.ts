import { z } from 'zod'
import type { Role, UserStatus } from '../model/entities.ts'
import { factKey } from '../model/fact-key.ts'
import { memberOrdinals } from '../model/group-members.ts'
import { Id } from '../protocol/scalars.ts'
import { type Attribution, attributed } from './attribution.ts'
import { notFound } from './not-found.ts'
import { Page, Search, sortBy } from './page-args.ts'
import { matcher } from './search.ts'
import { select } from './select.ts'
import { userSort } from './user-sort.ts'
import type { View } from './view.ts'

export type MemberRow = {
  id: string
  name: string
  email: string
  lastActiveAt: string | null
  status: UserStatus
  roles: Role[]
  /** Null in built-in groups and for memberships older than the recent commits. */
  added: Attribution | null
}
export type MatchingMeta = { total: number; matching: number }

const Args = z.strictObject({
  groupId: Id,
  search: Search,
  sort: sortBy(['name', 'email', 'lastActive', 'status', 'role']),
  ...Page,
})

/** A page of a group's members (C38, C39), computed ones too. */
export const groupMembers: View<z.infer<typeof Args>, MemberRow, MatchingMeta> = {
  name: 'group.members',
  args: Args,
  requires: 'console',
  entity: 'user',
  compute({ state }, { groupId, search, sort, page, pageSize }) {
    const group = state.groups.get(groupId)
    if (group === undefined) return notFound('group')
    const members = memberOrdinals(state, group)
    const found = select({
      rows: state.users,
      among: members,
      match: matcher(search),
      sort: { by: userSort(state, sort.by), dir: sort.dir },
      page,
      pageSize,
    })
    const rows: MemberRow[] = []
    for (const ordinal of found.page) {
      const user = state.users.at(ordinal)
      if (user === undefined) continue
      const { id, name, email, lastActiveAt, status, roles } = user
      const added = attributed(state, state.stampOf(factKey.membership(groupId, id)))
      rows.push({ id, name, email, lastActiveAt, status, roles, added })
    }
    return { meta: { total: members.length, matching: found.total }, rows }
  },
  dependsOn(touched, { groupId }, state) {
    if (touched.groups.has(groupId) || touched.members.has(groupId)) return true
    if (touched.users.size === 0) return false
    const group = state.groups.get(groupId)
    if (group === undefined) return false
    // A renamed user may stand in a row as the one who added it.
    if (group.kind !== 'custom' || touched.usersRenamed.size > 0) return true
    return touched.users.values().some((userId) => state.members.has(groupId, userId))
  },
}
