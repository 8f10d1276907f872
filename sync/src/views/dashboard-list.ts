import { z } from 'zod'
import { Openers } from '../access/effective.ts'
import type { Dashboard } from '../model/entities.ts'
import type { State } from '../model/state.ts'
import { nameOf } from './attribution.ts'
import { dashboardSort } from './dashboard-sort.ts'
import { Page, Search, sortBy } from './page-args.ts'
import { matcher } from './search.ts'
import { byNumber, type Selection, select } from './select.ts'
import type { View } from './view.ts'

export type DashboardRow = {
  id: string
  name: string
  slug: string
  ownerName: string
  published: boolean
  updatedAt: string
  /** Groups it is shared with. */
  groups: number
  /** People who can open it, for whatever reason. */
  people: number
}
export type DashboardListMeta = { total: number }

const Args = z.strictObject({
  search: Search,
  sort: sortBy(['name', 'owner', 'groups', 'people', 'updated']),
  ...Page,
})
type Args = z.infer<typeof Args>

/** The organization's dashboards, with how widely each is shared. */
export const dashboardList: View<Args, DashboardRow, DashboardListMeta> = {
  name: 'dashboard.list',
  args: Args,
  requires: 'console',
  entity: 'dashboard',
  compute({ state }, { search, sort, page, pageSize }) {
    const openers = new Openers(state)
    const found = select({
      rows: state.dashboards,
      match: matcher(search),
      sort: { by: sortOf(state, openers, sort.by), dir: sort.dir },
      page,
      pageSize,
    })
    const rows: DashboardRow[] = []
    for (const ordinal of found.page) {
      const dashboard = state.dashboards.at(ordinal)
      if (dashboard === undefined) continue
      const { id, name, slug, published, updatedAt } = dashboard
      const ownerName = nameOf(state, dashboard.ownerId)
      const reach = { groups: state.shares.countOfRight(id), people: openers.count(id) }
      rows.push({ id, name, slug, ownerName, published, updatedAt, ...reach })
    }
    return { meta: { total: found.total }, rows }
  },
  dependsOn: (touched) =>
    touched.dashboards.size > 0 ||
    touched.shares.size > 0 ||
    touched.members.size > 0 ||
    touched.usersRegraded.size > 0 ||
    touched.usersRenamed.size > 0,
}

function sortOf(state: State, openers: Openers, by: Args['sort']['by']): Selection<Dashboard>['sort']['by'] {
  switch (by) {
    case 'name':
    case 'updated':
      return dashboardSort(by)
    case 'owner': {
      const { rank } = state.users.ranks()
      // Dashboards without an owner come first.
      return byNumber(state.dashboards, ({ ownerId }) =>
        ownerId === null ? 0 : 1 + (rank[state.users.ids.find(ownerId)] ?? 0),
      )
    }
    case 'groups':
      return byNumber(state.dashboards, (dashboard) => state.shares.countOfRight(dashboard.id))
    case 'people':
      return byNumber(state.dashboards, (dashboard) => openers.count(dashboard.id))
    default:
      return by satisfies never
  }
}
