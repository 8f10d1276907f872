/**
 * The in-memory copy of one organization at one version. Owns which tables are the present ones; no I/O, clock
 * or staging. Invariants: a commit is applied whole or not at all, versions are gapless, and forks and the
 * original never see each other's writes.
 */
import type { Id, Version } from '../protocol/scalars.ts'
import { applyChange, checkRelated } from './apply-change.ts'
import type { Change } from './change.ts'
import type { Commit } from './commit.ts'
import type { BuiltInGroup, ChangeSet, Dashboard, Group, Organization, User } from './entities.ts'
import type { IdRelation } from './id-relation.ts'
import type { IdTable } from './id-table.ts'
import { ImpossibleChange } from './impossible-change.ts'
import { inverseOf } from './inverse.ts'
import type { OrganizationImage } from './organization-image.ts'
import type { Stamp, WritableState } from './state.ts'
import { emptyTables, forkTables, type Tables } from './tables.ts'
import type { UserCounts } from './user-counts.ts'

/** Rows taken in between two turns of others. */
const ROWS = 4_000

export class Replica implements WritableState {
  #tables: Tables
  /** Of a fork: the tables of the original that it was made from. */
  #origin: Tables | undefined

  private constructor(tables: Tables) {
    this.#tables = tables
  }

  /**
   * Builds the replica of an image. `recent` are the last commits up to the image's version, ascending;
   * they only tell who touched what. Throws `ImpossibleChange` when the image contradicts itself.
   */
  static from(image: OrganizationImage, recent: readonly Commit[] = []): Replica {
    const steps = Replica.steps(image, recent)
    for (;;) {
      const { done, value } = steps.next()
      if (done) return value
    }
  }

  /** As `from`, in steps of a few milliseconds: others may have a turn after each. */
  static *steps(image: OrganizationImage, recent: readonly Commit[] = []): Generator<void, Replica> {
    const tables = emptyTables(image.organization, image.version)
    let rows = 0
    for (const change of creations(image)) {
      applyChange(tables, change)
      if (++rows % ROWS === 0) yield
    }
    const { users, dashboards } = tables
    for (const { groupId } of image.members) checkRelated(tables, 'membership', groupId)
    yield* tables.members.fill(
      image.members.map(({ groupId, userIds }) => ({ left: groupId, rightIds: userIds })),
      (ordinal) => users.at(ordinal) !== undefined,
    )
    for (const { groupId } of image.shares) checkRelated(tables, 'share', groupId)
    yield* tables.shares.fill(
      image.shares.map(({ groupId, dashboardIds }) => ({ left: groupId, rightIds: dashboardIds })),
      (ordinal) => dashboards.at(ordinal) !== undefined,
    )
    for (const commit of recent) if (commit.version <= image.version) tables.stamps.record(commit)
    return new Replica(tables)
  }

  get organization(): Organization {
    return this.#tables.organization
  }
  get version(): Version {
    return this.#tables.version
  }
  get users(): IdTable<User> {
    return this.#tables.users
  }
  get groups(): IdTable<Group> {
    return this.#tables.groups
  }
  get dashboards(): IdTable<Dashboard> {
    return this.#tables.dashboards
  }
  get changeSets(): IdTable<ChangeSet> {
    return this.#tables.changeSets
  }
  get members(): IdRelation {
    return this.#tables.members
  }
  get shares(): IdRelation {
    return this.#tables.shares
  }
  get owned(): IdRelation {
    return this.#tables.owned
  }
  get builtInGroups(): readonly BuiltInGroup[] {
    return this.#tables.builtInGroups
  }
  get userCounts(): Readonly<UserCounts> {
    return this.#tables.userCounts
  }

  userByEmail(email: string): User | undefined {
    return this.users.at(this.#tables.emails.find(email))
  }

  groupByName(name: string): Group | undefined {
    return this.groups.at(this.#tables.groupNames.find(name))
  }

  stampOf(factKey: string): Stamp | undefined {
    return this.#tables.stamps.of(factKey, this.version)
  }

  groupStampOf(groupId: Id): Stamp | undefined {
    return this.#tables.stamps.ofGroup(groupId, this.version)
  }

  fork(): Replica {
    const copy = new Replica(forkTables(this.#tables))
    copy.#origin = this.#tables
    return copy
  }

  /**
   * Applies changes in order; the version stays. When one does not fit it throws `ImpossibleChange` and
   * leaves this copy half-changed, so try on a fork.
   */
  apply(changes: readonly Change[]): void {
    for (const change of changes) applyChange(this.#tables, change)
  }

  /** Takes the next commit, whole or not at all. Throws `ImpossibleChange` when it is not the next or does not fit. */
  applyCommit(commit: Commit): void {
    if (commit.version !== this.version + 1) {
      throw new ImpossibleChange(`commit ${commit.version} does not follow version ${this.version}`)
    }
    const next = this.fork()
    next.apply(commit.changes)
    this.#tables = { ...next.#tables, version: commit.version }
    this.#tables.stamps.record(commit)
  }

  /**
   * Takes commits whose changes were applied to this fork already, and nothing else was; false, changing
   * nothing, when the fork was not made of the present state. The fork must not be written to after.
   */
  adopt(fork: Replica, commits: readonly Commit[]): boolean {
    const last = commits.at(-1)
    if (fork.#origin !== this.#tables || last?.version !== this.version + commits.length) return false
    this.#tables = { ...fork.#tables, version: last.version }
    for (const commit of commits) this.#tables.stamps.record(commit)
    return true
  }

  /**
   * Takes along, on a fork, the commits that the original took since; `adopt` then takes the fork. They must touch
   * nothing of what was applied here. False, changing nothing, when they do not lead to the original's version.
   */
  follow(original: Replica, commits: readonly Commit[]): boolean {
    if (this.version + commits.length !== original.version) return false
    for (const commit of commits) this.apply(commit.changes)
    this.#tables.version = original.version
    this.#origin = original.#tables
    return true
  }

  /**
   * The state before these commits, which are the last ones, ascending, ending at this version. Cost: the
   * changes they made. Throws `ImpossibleChange` when they are not.
   */
  rewind(commits: readonly Commit[]): Replica {
    const past = this.fork()
    for (const commit of commits.toReversed()) {
      if (commit.version !== past.version) {
        throw new ImpossibleChange(`commit ${commit.version} did not lead to version ${past.version}`)
      }
      past.apply(inverseOf(commit.changes))
      past.#tables.version -= 1
    }
    return past
  }
}

/** The rows of an image, each before those that name it. */
function* creations(image: OrganizationImage): Generator<Change> {
  for (const after of image.users) yield { entity: 'user', op: 'create', id: after.id, after }
  for (const after of image.groups) yield { entity: 'group', op: 'create', id: after.id, after }
  for (const after of image.dashboards) yield { entity: 'dashboard', op: 'create', id: after.id, after }
  for (const after of image.changeSets) yield { entity: 'changeSet', op: 'create', id: after.id, after }
}
