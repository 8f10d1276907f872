import type { Id, Version } from '../protocol/scalars.ts'
import type { Change } from './change.ts'
import type { Commit } from './commit.ts'
import type { ChangeSet, Dashboard, Group, Organization, User } from './entities.ts'

/** Who last touched a fact, and with which commit. Kept for recent commits only. */
export interface Stamp {
  version: Version
  actorId: Id | null
  at: string
  mutation: string
}

/** Read access to the rows of one entity. */
export interface Rows<T> {
  readonly size: number
  get(id: Id): T | undefined
  has(id: Id): boolean
  values(): IterableIterator<T>
}

/** Read access to a many-to-many relation, from either side. Built-in groups are not in it. */
export interface Relation {
  readonly size: number
  has(left: Id, right: Id): boolean
  /** Ids on the right of `left`, in no promised order. */
  of(left: Id): Iterable<Id>
  /** Ids on the left of `right`, in no promised order. */
  ofRight(right: Id): Iterable<Id>
  countOf(left: Id): number
  countOfRight(right: Id): number
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
  userByEmail(email: string): User | undefined
  /** Group with this name, compared without case. */
  groupByName(name: string): Group | undefined
  /** The recent commit that last touched a fact, by the keys of `fact-key.ts`; undefined when it was long ago. */
  stampOf(factKey: string): Stamp | undefined
  fork(): WritableState
}

/** A state that changes can be tried on. `apply` throws `ImpossibleChange` when the change does not fit. */
export interface WritableState extends State {
  apply(changes: readonly Change[]): void
}

/** The live copy that the hub owns: takes whole commits in order, `version` must follow. */
export interface LiveState extends State {
  applyCommit(commit: Commit): void
}
