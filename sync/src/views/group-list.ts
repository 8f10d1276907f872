import { z } from 'zod'
import type { Group, GroupKind } from '../model/entities.ts'
import { memberCount } from '../model/group-members.ts'
import type { Order } from '../model/ranked-order.ts'
import type { State } from '../model/state.ts'
import { type Attribution, attributed } from './attribution.ts'
import { Page, Search, sortBy } from './page-args.ts'
import { matcher } from './search.ts'
import { byNumber, type Selection, select } from './select.ts'
import type { View } from './view.ts'

export type GroupRow = {
  id: string
  name: string
  description: string
  kind: GroupKind
  members: number
  dashboards: number
  lastChange: Attribution | null
}
export type GroupListMeta = { total: number; all: number; custom: number; builtIn: number }

const Args = z.strictObject({
  search: Search,
  kind: z.enum(['all', 'custom', 'built-in']),
  sort: sortBy(['name', 'description', 'members', 'dashboards', 'lastChange']),
  ...Page,
})
type Args = z.infer<typeof Args>

const byDescription: Order<Group> = { key: (group) => group.description.toLowerCase() }
/** All that replicas keep. */
export const groupOrders = ['name', byDescription] as const

/** The organization's groups with their sizes. */
export const groupList: View<Args, GroupRow, GroupListMeta> = {
  name: 'group.list',
  args: Args,
  requires: 'console',
  entity: 'group',
  isOrderedByStamps: ({ sort }) => sort.by === 'lastChange',
  compute({ state }, { search, kind, sort, page, pageSize }) {
    const isWanted = (group: Group | undefined) =>
      kind === 'all' || (kind === 'custom') === (group?.kind === 'custom')
    const found = select({
      rows: state.groups,
      match: matcher(search),
      where: (ordinal) => isWanted(state.groups.at(ordinal)),
      sort: { by: sortOf(state, sort.by), dir: sort.dir },
      page,
      pageSize,
    })
    const all = state.groups.size
    const builtIn = state.builtInGroups.length
    const rows: GroupRow[] = []
    for (const ordinal of found.page) {
      const group = state.groups.at(ordinal)
      if (group) rows.push(rowOf(state, group))
    }
    return { meta: { total: found.total, all, custom: all - builtIn, builtIn }, rows }
  },
  dependsOn: (touched) =>
    touched.groups.size > 0 ||
    touched.members.size > 0 ||
    touched.shares.size > 0 ||
    touched.usersRegraded.size > 0 ||
    touched.usersRenamed.size > 0,
}

function rowOf(state: State, group: Group): GroupRow {
  const { id, name, description, kind } = group
  return {
    id,
    name,
    description,
    kind,
    members: memberCount(state, group),
    dashboards: state.shares.countOf(id),
    lastChange: attributed(state, state.groupStampOf(id)),
  }
}

function sortOf(state: State, by: Args['sort']['by']): Selection<Group>['sort']['by'] {
  switch (by) {
    case 'name':
      return byNumber(state.groups, (group) => (group.kind === 'custom' ? 1 : 0))
    case 'description':
      return byDescription
    case 'members':
      return byNumber(state.groups, (group) => memberCount(state, group))
    case 'dashboards':
      return byNumber(state.groups, (group) => state.shares.countOf(group.id))
    case 'lastChange':
      // Versions rise with time and fit where milliseconds would not.
      return byNumber(state.groups, (group) => state.groupStampOf(group.id)?.version ?? 0)
    default:
      return by satisfies never
  }
}
