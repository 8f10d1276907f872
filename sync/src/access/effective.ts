/**
 * Who can open what, and why: computed from a state, never stored.
 *
 * The rules:
 * - A disabled user can open nothing (V19). An invited one counts as if they had accepted, so that admins
 *   see what an invitation will give; only built-in groups hold active users alone (C29, C30).
 * - An admin can open every dashboard (C16); an owner their own.
 * - Everybody else can open the published dashboards shared with a group they are in (C51).
 */
import type { Group, User } from '../model/entities.ts'
import { belongsTo, isMember, memberOrdinals } from '../model/group-members.ts'
import type { State } from '../model/state.ts'
import type { Id } from '../protocol/scalars.ts'

/** One reason why a user can open a dashboard. */
export type Path = { by: 'role' } | { by: 'ownership' } | { by: 'group'; groupId: Id }

/** True when the user's status lets any access count. */
export function countsForAccess(user: User): boolean {
  return user.status !== 'disabled'
}

/**
 * Every reason why the user can open the dashboard; none when they cannot. Groups come by name, built-in ones last,
 * however the state came about (VW1).
 */
export function why(state: State, userId: Id, dashboardId: Id): Path[] {
  const user = state.users.get(userId)
  const dashboard = state.dashboards.get(dashboardId)
  if (user === undefined || dashboard === undefined || !countsForAccess(user)) return []
  const paths: Path[] = []
  if (user.roles.includes('admin')) paths.push({ by: 'role' })
  if (dashboard.ownerId === userId) paths.push({ by: 'ownership' })
  if (dashboard.published) {
    const groups = [...groupsSharing(state, dashboardId)].filter((group) => isMember(state, group, userId))
    for (const { id } of groups.sort(placesOf(state))) paths.push({ by: 'group', groupId: id })
  }
  return paths
}

export function canOpen(state: State, userId: Id, dashboardId: Id): boolean {
  return why(state, userId, dashboardId).length > 0
}

/** Ids of all dashboards that the user can open. */
export function whatCanOpen(state: State, userId: Id): Set<Id> {
  const user = state.users.get(userId)
  if (user === undefined || !countsForAccess(user)) return new Set()
  if (user.roles.includes('admin'))
    return new Set(Iterator.from(state.dashboards.values()).map(({ id }) => id))
  const ids = new Set(state.owned.of(userId))
  for (const groupId of groupIdsOf(state, user)) {
    for (const id of state.shares.of(groupId)) if (state.dashboards.get(id)?.published) ids.add(id)
  }
  return ids
}

/** Ids of all users who can open the dashboard. */
export function whoCanOpen(state: State, dashboardId: Id): Set<Id> {
  const ids = new Set<Id>()
  new Openers(state).each(dashboardId, (ordinal) => ids.add(state.users.ids.id(ordinal)))
  return ids
}

/** Ids of the groups the user is in, built-in ones included. */
function* groupIdsOf(state: State, user: User): IterableIterator<Id> {
  yield* state.members.ofRight(user.id)
  for (const group of state.builtInGroups) if (belongsTo(group.kind, user)) yield group.id
}

/** Compares groups: custom before built-in ones, then by name. */
function placesOf({ groups }: State): (a: Group, b: Group) => number {
  const places = groups.ranks().rank
  const placeOf = ({ id, kind }: Group) =>
    (kind === 'custom' ? 0 : groups.size) + (places[groups.ids.find(id)] ?? 0)
  return (a, b) => placeOf(a) - placeOf(b)
}

function* groupsSharing(state: State, dashboardId: Id): IterableIterator<Group> {
  for (const groupId of state.shares.ofRight(dashboardId)) {
    const group = state.groups.get(groupId)
    if (group !== undefined) yield group
  }
}

/**
 * Counts who can open each of several dashboards of one state. It keeps one number per user between
 * calls, so a count allocates nothing; a dashboard shared with nobody costs only the admins.
 */
export class Openers {
  readonly #state: State
  readonly #admins: number[] = []
  /** The last call that saw the user. */
  readonly #seen: Uint32Array
  readonly #counted: Uint8Array
  #call = 0
  #builtIn = new Map<Id, ArrayLike<number>>()

  constructor(state: State) {
    this.#state = state
    this.#seen = new Uint32Array(state.users.ids.size)
    this.#counted = new Uint8Array(state.users.ids.size)
    for (const ordinal of state.users.ordinals()) {
      const user = state.users.at(ordinal)
      if (user === undefined || !countsForAccess(user)) continue
      this.#counted[ordinal] = 1
      if (user.roles.includes('admin')) this.#admins.push(ordinal)
    }
  }

  count(dashboardId: Id): number {
    let count = 0
    this.each(dashboardId, () => count++)
    return count
  }

  /** Calls back once with the ordinal of each user who can open the dashboard. */
  each(dashboardId: Id, found: (ordinal: number) => void): void {
    const dashboard = this.#state.dashboards.get(dashboardId)
    if (dashboard === undefined) return
    this.#call++
    this.#visit(this.#admins, found)
    if (dashboard.ownerId !== null) this.#visit([this.#state.users.ids.find(dashboard.ownerId)], found)
    if (!dashboard.published) return
    for (const group of groupsSharing(this.#state, dashboardId)) this.#visit(this.#members(group), found)
  }

  #visit(ordinals: ArrayLike<number>, found: (ordinal: number) => void): void {
    for (let i = 0; i < ordinals.length; i++) {
      const ordinal = ordinals[i] as number
      if (this.#counted[ordinal] !== 1 || this.#seen[ordinal] === this.#call) continue
      this.#seen[ordinal] = this.#call
      found(ordinal)
    }
  }

  #members(group: Group): ArrayLike<number> {
    if (group.kind === 'custom') return this.#state.members.ordinalsOf(group.id)
    const known = this.#builtIn.get(group.id) ?? memberOrdinals(this.#state, group)
    this.#builtIn.set(group.id, known)
    return known
  }
}

/** How a path reads in a list of reasons: a group by its name, the rest by what they are. */
export function pathLabel(state: State, path: Path): string {
  if (path.by === 'role') return 'Admin'
  if (path.by === 'ownership') return 'Owner'
  return state.groups.get(path.groupId)?.name ?? ''
}
