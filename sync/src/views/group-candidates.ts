import { z } from 'zod'
import type { UserStatus } from '../model/entities.ts'
import { isMember } from '../model/group-members.ts'
import type { Rows } from '../model/state.ts'
import { Id } from '../protocol/scalars.ts'
import { notFound } from './not-found.ts'
import { Search } from './page-args.ts'
import { matcher, prefixMatcher } from './search.ts'
import { select } from './select.ts'
import type { View } from './view.ts'

export type CandidateRow = {
  id: string
  name: string
  /** E-mail of a user, slug of a dashboard. */
  detail: string
  /** Already a member, or shared with the group. */
  present: boolean
  status: UserStatus | 'published' | 'unpublished'
}
export type CandidatesMeta = { matching: number }

const Args = z.strictObject({
  groupId: Id,
  of: z.enum(['members', 'dashboards']),
  search: Search,
  limit: z.int().min(1).max(50),
})

/** Whom or what the search drop-downs of a group offer (C40, C43): where a word begins with the search comes first. */
export const groupCandidates: View<z.infer<typeof Args>, CandidateRow, CandidatesMeta> = {
  name: 'group.candidates',
  args: Args,
  requires: 'console',
  compute({ state }, { groupId, of, search, limit }) {
    const group = state.groups.get(groupId)
    if (group === undefined) return notFound('group')
    if (of === 'members') {
      return find(state.users, search, limit, (user) => ({
        id: user.id,
        name: user.name,
        detail: user.email,
        present: isMember(state, group, user.id),
        status: user.status,
      }))
    }
    return find(state.dashboards, search, limit, (dashboard) => ({
      id: dashboard.id,
      name: dashboard.name,
      detail: dashboard.slug,
      present: state.shares.has(groupId, dashboard.id),
      status: dashboard.published ? 'published' : 'unpublished',
    }))
  },
  dependsOn(touched, { groupId, of }, state) {
    if (touched.groups.has(groupId)) return true
    if (of === 'dashboards') return touched.dashboards.size > 0 || touched.shares.has(groupId)
    if (touched.members.has(groupId) || touched.usersRenamed.size > 0) return true
    return touched.usersRegraded.size > 0 && state.groups.has(groupId)
  },
}

function find<T>(rows: Rows<T>, search: string, limit: number, rowOf: (row: T) => CandidateRow) {
  const startsWord = prefixMatcher(search)
  const later = (ordinal: number) => (startsWord(rows.searchText(ordinal)) ? 0 : 1)
  const found = select({
    rows,
    match: matcher(search),
    sort: { by: search === '' ? 'name' : { number: later }, dir: 'asc' },
    page: 0,
    pageSize: limit,
  })
  const candidates: CandidateRow[] = []
  for (const ordinal of found.page) {
    const row = rows.at(ordinal)
    if (row !== undefined) candidates.push(rowOf(row))
  }
  return { meta: { matching: found.total }, rows: candidates }
}
