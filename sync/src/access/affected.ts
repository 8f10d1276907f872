import type { Group } from '../model/entities.ts'
import { memberOrdinals } from '../model/group-members.ts'
import type { State } from '../model/state.ts'
import type { Touched } from '../model/touched.ts'
import type { Id } from '../protocol/scalars.ts'
import { Openers } from './effective.ts'
import { nameOrder } from './name-order.ts'

/** Whose access to what can differ between two states: a superset, so that all else need not be looked at. */
export interface Affected {
  /** In the order of their names. */
  dashboards: Id[]
  /** Distinct ordinals. */
  users: number[]
}

/**
 * Gathers who and what the changes can concern: who entered or left a group with whatever it shares,
 * all members of a group with whatever it began or ceased to share, and everything for users whose roles
 * or status changed.
 */
export function affectedBy(base: State, next: State, touched: Touched): Affected {
  const dashboards = new Set<Id>()
  const users = new OrdinalSet(base.users.ids.size)
  const states = [base, next]

  for (const userId of touched.usersRegraded) users.add(base.users.ids.find(userId))
  if (touched.usersRegraded.size > 0) {
    for (const state of states) for (const { id } of state.dashboards.values()) dashboards.add(id)
  }
  for (const [groupId, userIds] of touched.members) {
    const shared = new Set(states.flatMap((state) => [...state.shares.of(groupId)]))
    if (shared.size === 0) continue
    for (const id of shared) dashboards.add(id)
    for (const userId of userIds) users.add(base.users.ids.find(userId))
  }
  for (const groupId of touched.shares) {
    const before = new Set(base.shares.of(groupId))
    const changed = before.symmetricDifference(new Set(next.shares.of(groupId)))
    if (changed.size === 0) continue
    for (const id of changed) dashboards.add(id)
    // Who is no member any more was gathered above, by membership or by roles and status.
    addMembers(users, next, next.groups.get(groupId))
  }
  if (touched.dashboards.size > 0) {
    for (const state of states) {
      const openers = new Openers(state)
      for (const id of touched.dashboards) openers.each(id, (ordinal) => users.add(ordinal))
    }
    for (const id of touched.dashboards) dashboards.add(id)
  }
  const place = nameOrder(base.dashboards, next.dashboards)
  const placeOf = (id: Id) => place(base.dashboards.ids.find(id))
  return { dashboards: [...dashboards].sort((a, b) => placeOf(a) - placeOf(b)), users: users.list }
}

function addMembers(users: OrdinalSet, state: State, group: Group | undefined): void {
  if (group === undefined) return
  const members = memberOrdinals(state, group)
  for (let i = 0; i < members.length; i++) users.add(members[i] as number)
}

/** Distinct ordinals in the order they came. */
class OrdinalSet {
  readonly list: number[] = []
  readonly #has: Uint8Array

  constructor(size: number) {
    this.#has = new Uint8Array(size)
  }

  add(ordinal: number): void {
    if (ordinal < 0 || this.#has[ordinal] === 1) return
    this.#has[ordinal] = 1
    this.list.push(ordinal)
  }
}
