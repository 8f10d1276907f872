/**
 * What the groups, owners and admins of one state can open, of the dashboards in question. These are
 * numbered, so that a set of them is a bitmap and a user's access is a few ORs of words, without a
 * lookup or an allocation per user. Groups that share none of them do not matter and are left out.
 */
import type { BuiltInGroup } from '../model/entities.ts'
import { belongsTo } from '../model/group-members.ts'
import type { State } from '../model/state.ts'
import type { Id } from '../protocol/scalars.ts'
import { addAll, type Bitmap, bitmap, setBit } from './bitmap.ts'
import { countsForAccess } from './effective.ts'

export class Reach {
  /** All of the dashboards that exist: what admins can open. */
  readonly all: Bitmap
  /** By group ordinal: which of the dashboards it shares; undefined when none. */
  readonly shared: (Bitmap | undefined)[] = []
  /** By user ordinal, the few who own any. */
  readonly owned = new Map<number, Bitmap>()
  readonly #state: State
  readonly #size: number
  readonly #builtIn: { kind: BuiltInGroup['kind']; ordinal: number }[]

  /** The places of `dashboards` are the bits. */
  constructor(state: State, dashboards: readonly Id[]) {
    this.#state = state
    this.#size = dashboards.length
    this.all = bitmap(dashboards.length)
    for (const [bit, id] of dashboards.entries()) this.#enter(bit, id)
    this.#builtIn = state.builtInGroups
      .map(({ kind, id }) => ({ kind, ordinal: state.groups.ids.find(id) }))
      .filter(({ ordinal }) => this.shared[ordinal] !== undefined)
  }

  /**
   * Adds to `opens` what the user can open, lists in `groups` through which groups, and answers whether
   * they are an admin. Absent and disabled users can open nothing.
   */
  of(ordinal: number, opens: Bitmap, groups: number[]): { isAdmin: boolean; counts: boolean } {
    groups.length = 0
    const user = this.#state.users.at(ordinal)
    if (user === undefined || !countsForAccess(user)) return NOBODY
    for (const { kind, ordinal: group } of this.#builtIn) if (belongsTo(kind, user)) groups.push(group)
    const custom = this.#state.members.leftsAt(ordinal)
    for (let i = 0; i < custom.length; i++) {
      const group = custom[i] as number
      if (this.shared[group] !== undefined) groups.push(group)
    }
    const isAdmin = user.roles.includes('admin')
    if (isAdmin) {
      addAll(opens, this.all)
      return ADMIN
    }
    for (const group of groups) addAll(opens, this.shared[group] as Bitmap)
    const owned = this.owned.size > 0 ? this.owned.get(ordinal) : undefined
    if (owned !== undefined) addAll(opens, owned)
    return PERSON
  }

  #enter(bit: number, id: Id): void {
    const dashboard = this.#state.dashboards.get(id)
    if (dashboard === undefined) return
    setBit(this.all, bit)
    if (dashboard.ownerId !== null) {
      const owner = this.#state.users.ids.find(dashboard.ownerId)
      const owned = this.owned.get(owner) ?? bitmap(this.#size)
      setBit(owned, bit)
      this.owned.set(owner, owned)
    }
    if (!dashboard.published) return
    const groups = this.#state.shares.ordinalsOfRight(id)
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i] as number
      const shared = this.shared[group] ?? bitmap(this.#size)
      setBit(shared, bit)
      this.shared[group] = shared
    }
  }
}

const NOBODY = { isAdmin: false, counts: false }
const PERSON = { isAdmin: false, counts: true }
const ADMIN = { isAdmin: true, counts: true }
