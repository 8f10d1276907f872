import type { Id, Version } from '../protocol/scalars.ts'
import type { Change } from './change.ts'
import type { BuiltInGroup, ChangeSet, Dashboard, Group, Organization, User } from './entities.ts'
import type { Interner } from './interner.ts'
import type { Ordinals } from './ordinals.ts'
import type { Order, Ranks } from './ranked-order.ts'
import type { UserCounts } from './user-counts.ts'

/** Who last touched a fact, and with which commit. Kept for recent commits only. */
export interface Stamp {
  version: Version
  actorId: Id | null
  at: string
  mutation: string
  /** What the row was named that this commit deleted. */
  name?: string
}

/**
 * Read access to the rows of one entity. Ordinals are dense numbers of ids, shared by a state and all its
 * forks, for algorithms over many rows; they mean nothing outside the process.
 */
export interface Rows<T> {
  readonly size: number
  readonly ids: Interner
  get(id: Id): T | undefined
  has(id: Id): boolean
  values(): IterableIterator<T>
  at(ordinal: number): T | undefined
  ordinals(): IterableIterator<number>
  /** What searches look at: the folded name and e-mail or slug, a space before each word. */
  searchText(ordinal: number): string
  /** Where every row stands in an order; kept between commits, so make each `Order` once. */
  ranks(order?: Order<T> | 'name'): Ranks
}

/** Read access to a many-to-many relation, from either side. Built-in groups are not in it. */
export interface Relation {
  readonly size: number
  readonly lefts: Interner
  readonly rights: Interner
  has(left: Id, right: Id): boolean
  /** Ids on the right of `left`, in no promised order. */
  of(left: Id): Iterable<Id>
  /** Ids on the left of `right`, in no promised order. */
  ofRight(right: Id): Iterable<Id>
  countOf(left: Id): number
  countOfRight(right: Id): number
  /** Ascending ordinals on the right of the id, or of the ordinal, on the left; and the other way round. */
  ordinalsOf(left: Id): Ordinals
  ordinalsOfRight(right: Id): Ordinals
  rightsAt(left: number): Ordinals
  leftsAt(right: number): Ordinals
}

/**
 * One organization at one version: what mutations, views and access read. `members` relates group to
 * users, `shares` relates group to dashboards. `fork` is a cheap copy to try changes on; the original
 * never sees them.
 */
export interface State {
  readonly organization: Organization
  readonly version: Version
  readonly users: Rows<User>
  readonly groups: Rows<Group>
  readonly dashboards: Rows<Dashboard>
  readonly changeSets: Rows<ChangeSet>
  readonly members: Relation
  readonly shares: Relation
  /** Relates users to the dashboards they own. */
  readonly owned: Relation
  /** The groups whose members are computed; an organization has at most one of each kind. */
  readonly builtInGroups: readonly BuiltInGroup[]
  readonly userCounts: Readonly<UserCounts>
  userByEmail(email: string): User | undefined
  /** Group with this name, compared without case. */
  groupByName(name: string): Group | undefined
  /** The recent commit that last touched a fact, by the keys of `fact-key.ts`; undefined when it was long ago. */
  stampOf(factKey: string): Stamp | undefined
  /** The recent commit that last touched a group, its members or its shares. */
  groupStampOf(groupId: Id): Stamp | undefined
  fork(): WritableState
}

/** A state that changes can be tried on. `apply` throws `ImpossibleChange` when the change does not fit. */
export interface WritableState extends State {
  apply(changes: readonly Change[]): void
}
