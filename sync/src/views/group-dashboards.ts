import { z } from 'zod'
import { factKey } from '../model/fact-key.ts'
import { Id } from '../protocol/scalars.ts'
import { type Attribution, attributed, nameOf } from './attribution.ts'
import { dashboardSort } from './dashboard-sort.ts'
import type { MatchingMeta } from './group-members.ts'
import { notFound } from './not-found.ts'
import { Page, Search, sortBy } from './page-args.ts'
import { matcher } from './search.ts'
import { select } from './select.ts'
import type { View } from './view.ts'

export type GroupDashboardRow = {
  id: string
  name: string
  slug: string
  updatedAt: string
  ownerName: string
  published: boolean
  /** Null for shares older than the recent commits. */
  shared: Attribution | null
}

const Args = z.strictObject({ groupId: Id, search: Search, sort: sortBy(['name', 'updated']), ...Page })

/** A page of the dashboards shared with a group (C42). */
export const groupDashboards: View<z.infer<typeof Args>, GroupDashboardRow, MatchingMeta> = {
  name: 'group.dashboards',
  args: Args,
  requires: 'console',
  entity: 'dashboard',
  compute({ state }, { groupId, search, sort, page, pageSize }) {
    if (!state.groups.has(groupId)) return notFound('group')
    const shared = state.shares.ordinalsOf(groupId)
    const found = select({
      rows: state.dashboards,
      among: shared,
      match: matcher(search),
      sort: { by: dashboardSort(sort.by), dir: sort.dir },
      page,
      pageSize,
    })
    const rows: GroupDashboardRow[] = []
    for (const ordinal of found.page) {
      const dashboard = state.dashboards.at(ordinal)
      if (dashboard === undefined) continue
      const { id, name, slug, updatedAt, published } = dashboard
      const stamp = attributed(state, state.stampOf(factKey.share(groupId, id)))
      rows.push({
        id,
        name,
        slug,
        updatedAt,
        ownerName: nameOf(state, dashboard.ownerId),
        published,
        shared: stamp,
      })
    }
    return { meta: { total: shared.length, matching: found.total }, rows }
  },
  dependsOn(touched, { groupId }, state) {
    if (touched.groups.has(groupId) || touched.shares.has(groupId) || touched.usersRenamed.size > 0)
      return true
    return touched.dashboards.values().some((dashboardId) => state.shares.has(groupId, dashboardId))
  },
}
