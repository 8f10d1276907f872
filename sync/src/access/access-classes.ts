/**
 * Users of one state sorted into classes that can open the same dashboards for the same reasons, so that
 * an answer is worked out once per class and not once per user. A class is a path in a trie: the
 * standing of the user (admin, All Users, All Analysts), then each of their groups that matters, in
 * ascending order; an owner of one of the dashboards in question is a class of their own. Dashboards
 * are numbered and sets of them are bitmaps, one bit each.
 */
import type { User } from '../model/entities.ts'
import { belongsTo } from '../model/group-members.ts'
import type { State } from '../model/state.ts'
import type { Id } from '../protocol/scalars.ts'
import { addAll, type Bitmap, bitmap, setBit } from './bitmap.ts'
import { countsForAccess } from './effective.ts'

/** What the users of a class have in common. */
export interface AccessClass {
  /** What they can open, of the dashboards in question. */
  opens: Bitmap
  isAdmin: boolean
  /** Ordinals of the groups, built-in ones too, that share any of these dashboards with them. */
  groups: readonly number[]
  /** The dashboards in question that they own; undefined for most. */
  owns: Bitmap | undefined
}

/** Class of everyone who can open nothing whatever the dashboard: absent or disabled users. */
export const NOBODY = 0

export class AccessClasses {
  readonly #state: State
  readonly #dashboards: readonly Id[]
  /** By group ordinal: which of the dashboards it shares; undefined when none, and then it does not matter. */
  readonly #shared: (Bitmap | undefined)[] = []
  readonly #owned = new Map<number, Bitmap>()
  readonly #all: Bitmap
  readonly #builtIn: { kind: 'all-users' | 'all-analysts'; ordinal: number }[]
  readonly #steps = new Map<number, number>()
  readonly #classes: (AccessClass | undefined)[] = []

  /** `dashboards` are the ones in question; their places are the bits. */
  constructor(state: State, dashboards: readonly Id[]) {
    this.#state = state
    this.#dashboards = dashboards
    this.#all = bitmap(dashboards.length)
    for (const [bit, id] of dashboards.entries()) this.#enter(bit, id)
    this.#classes.push({ opens: this.none(), isAdmin: false, groups: [], owns: undefined })
    this.#builtIn = state.builtInGroups
      .map(({ kind, id }) => ({ kind, ordinal: state.groups.ids.find(id) }))
      .filter(({ ordinal }) => this.#shared[ordinal] !== undefined)
  }

  /** The class of a user, by ordinal. */
  of(ordinal: number): number {
    const user = this.#state.users.at(ordinal)
    if (user === undefined || !countsForAccess(user)) return NOBODY
    let node = this.#step(NOBODY, user.roles.includes('admin') ? ADMIN : PERSON)
    for (const { kind, ordinal } of this.#builtIn) {
      if (belongsTo(kind, user)) node = this.#step(node, GROUPS + ordinal)
    }
    const groups = this.#state.members.leftsAt(ordinal)
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i] as number
      if (this.#shared[group] !== undefined) node = this.#step(node, GROUPS + group)
    }
    if (this.#owned.has(ordinal)) node = this.#step(node, OWNERS + ordinal)
    this.#classes[node] ??= this.#describe(user, ordinal)
    return node
  }

  get(number: number): AccessClass {
    const found = this.#classes[number]
    if (found === undefined) throw new RangeError(`No user is of access class ${number}`)
    return found
  }

  /** Which of the dashboards the group shares, by its ordinal. */
  sharedBy(group: number): Bitmap | undefined {
    return this.#shared[group]
  }

  none(): Bitmap {
    return bitmap(this.#dashboards.length)
  }

  get all(): Bitmap {
    return this.#all
  }

  #enter(bit: number, id: Id): void {
    const dashboard = this.#state.dashboards.get(id)
    if (dashboard === undefined) return
    setBit(this.#all, bit)
    if (dashboard.ownerId !== null) {
      const owner = this.#state.users.ids.find(dashboard.ownerId)
      const owned = this.#owned.get(owner) ?? this.none()
      setBit(owned, bit)
      this.#owned.set(owner, owned)
    }
    if (!dashboard.published) return
    for (const group of this.#state.shares.ordinalsOfRight(id)) {
      const shared = this.#shared[group] ?? this.none()
      setBit(shared, bit)
      this.#shared[group] = shared
    }
  }

  #step(node: number, symbol: number): number {
    const key = node * SYMBOLS + symbol
    const known = this.#steps.get(key)
    if (known !== undefined) return known
    const next = this.#classes.length
    this.#classes.push(undefined)
    this.#steps.set(key, next)
    return next
  }

  #describe(user: User, ordinal: number): AccessClass {
    const isAdmin = user.roles.includes('admin')
    const owns = this.#owned.get(ordinal)
    const opens = isAdmin ? this.#all.slice() : this.none()
    const groups = this.#builtIn.filter(({ kind }) => belongsTo(kind, user)).map(({ ordinal }) => ordinal)
    for (const group of this.#state.members.leftsAt(ordinal)) {
      if (this.#shared[group] !== undefined) groups.push(group)
    }
    for (const group of groups) addAll(opens, this.#shared[group] ?? this.none())
    if (owns !== undefined) addAll(opens, owns)
    return { opens, isAdmin, groups, owns }
  }
}

const ADMIN = 0
const PERSON = 1
const GROUPS = 2
const OWNERS = 2 ** 28
/** Symbols fit 29 bits and nodes 24, so that a step is one whole number. */
const SYMBOLS = 2 ** 29
