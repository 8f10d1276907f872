import { z } from 'zod'
import type { Role, UserStatus } from '../model/entities.ts'
import { groupCount } from '../model/group-members.ts'
import { Page, Search, sortBy } from './page-args.ts'
import { matcher } from './search.ts'
import { select } from './select.ts'
import { userSort } from './user-sort.ts'
import type { View } from './view.ts'

export type UserRow = {
  id: string
  name: string
  email: string
  roles: Role[]
  status: UserStatus
  lastActiveAt: string | null
  groups: number
}
export type UserListMeta = { total: number; all: number; active: number; invited: number; disabled: number }

const Args = z.strictObject({
  search: Search,
  status: z.enum(['all', 'active', 'invited', 'disabled']),
  sort: sortBy(['name', 'email', 'role', 'lastActive', 'groups', 'status']),
  ...Page,
})

/** The organization's users (C10, V3, V4). */
export const userList: View<z.infer<typeof Args>, UserRow, UserListMeta> = {
  name: 'user.list',
  args: Args,
  requires: 'console',
  entity: 'user',
  compute({ state }, { search, status, sort, page, pageSize }) {
    const found = select({
      rows: state.users,
      match: matcher(search),
      where: status === 'all' ? undefined : (ordinal) => state.users.at(ordinal)?.status === status,
      sort: { by: userSort(state, sort.by), dir: sort.dir },
      page,
      pageSize,
    })
    const rows: UserRow[] = []
    for (const ordinal of found.page) {
      const user = state.users.at(ordinal)
      if (user === undefined) continue
      const { id, name, email, roles, lastActiveAt } = user
      rows.push({
        id,
        name,
        email,
        roles,
        status: user.status,
        lastActiveAt,
        groups: groupCount(state, ordinal),
      })
    }
    const { active, invited, disabled } = state.userCounts
    return { meta: { total: found.total, all: state.users.size, active, invited, disabled }, rows }
  },
  dependsOn: (touched) => touched.users.size > 0 || touched.members.size > 0,
}
