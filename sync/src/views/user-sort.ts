/** The orders of user lists. Each `Order` is made once, so that replicas can keep its ranks. */
import type { Role, User, UserStatus } from '../model/entities.ts'
import { groupCount } from '../model/group-members.ts'
import type { Order } from '../model/ranked-order.ts'
import type { State } from '../model/state.ts'
import { byNumber, type Selection } from './select.ts'

const byEmail: Order<User> = { key: (user) => user.email }
/** Never active comes before long ago. */
const byLastActive: Order<User> = { key: (user) => user.lastActiveAt ?? '' }
/** All that replicas keep. */
export const userOrders = ['name', byEmail, byLastActive] as const

const rolePlaces: Record<Role, number> = { admin: 0, manager: 1, analyst: 2, viewer: 3 }
const statusPlaces: Record<UserStatus, number> = { active: 0, invited: 1, disabled: 2 }

export type UserSortColumn = 'name' | 'email' | 'role' | 'lastActive' | 'groups' | 'status'

/** How to sort users by a column. Users of several roles stand by the highest. */
export function userSort(state: State, by: UserSortColumn): Selection<User>['sort']['by'] {
  switch (by) {
    case 'name':
      return 'name'
    case 'email':
      return byEmail
    case 'lastActive':
      return byLastActive
    case 'role':
      return byNumber(state.users, (user) => highest(user.roles))
    case 'status':
      return byNumber(state.users, (user) => statusPlaces[user.status])
    case 'groups':
      return { number: (ordinal) => groupCount(state, ordinal) }
    default:
      return by satisfies never
  }
}

function highest(roles: readonly Role[]): number {
  let place = 9
  for (const role of roles) place = Math.min(place, rolePlaces[role])
  return place
}
