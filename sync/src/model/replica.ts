/**
 * The in-memory copy of one organization at one version. It holds rows, memberships, shares, unique
 * indexes and live counts, and no I/O, clock or staging. Invariants: nothing dangles (members and
 * shares are removed before their group, user or dashboard), built-in groups have no stored members, and
 * a commit is applied whole or not at all. Forks and the original never see each other's writes.
 */
import type { Id, Version } from '../protocol/scalars.ts'
import type { Change, MembershipChange, ShareChange } from './change.ts'
import type { Commit } from './commit.ts'
import type { BuiltInGroup, ChangeSet, Dashboard, Group, Organization, User } from './entities.ts'
import { IdRelation } from './id-relation.ts'
import { IdTable } from './id-table.ts'
import { ImpossibleChange } from './impossible-change.ts'
import { inverseOf } from './inverse.ts'
import type { OrganizationImage } from './organization-image.ts'
import { Stamps } from './stamps.ts'
import type { Stamp, WritableState } from './state.ts'
import { UniqueIndex } from './unique-index.ts'
import { countUser, noUsers, type UserCounts } from './user-counts.ts'

/** Everything a fork copies. */
interface Parts {
  organization: Organization
  version: Version
  users: IdTable<User>
  groups: IdTable<Group>
  dashboards: IdTable<Dashboard>
  changeSets: IdTable<ChangeSet>
  members: IdRelation
  shares: IdRelation
  owned: IdRelation
  emails: UniqueIndex
  groupNames: UniqueIndex
  builtInGroups: readonly BuiltInGroup[]
  userCounts: UserCounts
  stamps: Stamps
}

export class Replica implements WritableState {
  #parts: Parts
  /** Of a fork: the parts of the original that it was made from. */
  #origin: Parts | undefined

  private constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Builds the replica of an image. `recent` are the last commits up to the image's version, ascending;
   * they only tell who touched what. Throws `ImpossibleChange` when the image contradicts itself.
   */
  static from(image: OrganizationImage, recent: readonly Commit[] = []): Replica {
    const users = new IdTable<User>('user', (user) => user.email)
    const groups = new IdTable<Group>('group', () => '')
    const dashboards = new IdTable<Dashboard>('dashboard', (dashboard) => dashboard.slug)
    const replica = new Replica({
      organization: image.organization,
      version: image.version,
      users,
      groups,
      dashboards,
      changeSets: new IdTable<ChangeSet>('change set', () => ''),
      members: new IdRelation('membership', groups.ids, users.ids),
      shares: new IdRelation('share', groups.ids, dashboards.ids),
      owned: new IdRelation('ownership', users.ids, dashboards.ids),
      emails: new UniqueIndex(),
      groupNames: new UniqueIndex(),
      builtInGroups: [],
      userCounts: noUsers(),
      stamps: new Stamps(),
    })
    for (const user of image.users) replica.#createUser(user)
    for (const group of image.groups) replica.#createGroup(group)
    for (const dashboard of image.dashboards) replica.#createDashboard(dashboard)
    for (const changeSet of image.changeSets) replica.#parts.changeSets.create(changeSet)
    for (const { groupId, userIds } of image.members) {
      replica.#relate({ entity: 'membership', op: 'add', groupId, userIds })
    }
    for (const { groupId, dashboardIds } of image.shares) {
      replica.#relate({ entity: 'share', op: 'add', groupId, dashboardIds })
    }
    for (const commit of recent) if (commit.version <= image.version) replica.#parts.stamps.record(commit)
    return replica
  }

  get organization(): Organization {
    return this.#parts.organization
  }
  get version(): Version {
    return this.#parts.version
  }
  get users(): IdTable<User> {
    return this.#parts.users
  }
  get groups(): IdTable<Group> {
    return this.#parts.groups
  }
  get dashboards(): IdTable<Dashboard> {
    return this.#parts.dashboards
  }
  get changeSets(): IdTable<ChangeSet> {
    return this.#parts.changeSets
  }
  get members(): IdRelation {
    return this.#parts.members
  }
  get shares(): IdRelation {
    return this.#parts.shares
  }
  get owned(): IdRelation {
    return this.#parts.owned
  }
  get builtInGroups(): readonly BuiltInGroup[] {
    return this.#parts.builtInGroups
  }
  get userCounts(): Readonly<UserCounts> {
    return this.#parts.userCounts
  }

  userByEmail(email: string): User | undefined {
    return this.users.at(this.#parts.emails.find(email))
  }

  groupByName(name: string): Group | undefined {
    return this.groups.at(this.#parts.groupNames.find(name))
  }

  stampOf(factKey: string): Stamp | undefined {
    return this.#parts.stamps.of(factKey, this.version)
  }

  groupStampOf(groupId: Id): Stamp | undefined {
    return this.#parts.stamps.ofGroup(groupId, this.version)
  }

  fork(): Replica {
    const parts = this.#parts
    const copy = new Replica({
      ...parts,
      users: parts.users.fork(),
      groups: parts.groups.fork(),
      dashboards: parts.dashboards.fork(),
      changeSets: parts.changeSets.fork(),
      members: parts.members.fork(),
      shares: parts.shares.fork(),
      owned: parts.owned.fork(),
      emails: parts.emails.fork(),
      groupNames: parts.groupNames.fork(),
      userCounts: { ...parts.userCounts },
    })
    copy.#origin = parts
    return copy
  }

  /**
   * Applies changes in order; the version stays. When one does not fit it throws `ImpossibleChange` and
   * leaves this copy half-changed, so try on a fork.
   */
  apply(changes: readonly Change[]): void {
    for (const change of changes) this.#apply(change)
  }

  /** Takes the next commit, whole or not at all. Throws `ImpossibleChange` when it is not the next or does not fit. */
  applyCommit(commit: Commit): void {
    if (commit.version !== this.version + 1) {
      throw new ImpossibleChange(`commit ${commit.version} does not follow version ${this.version}`)
    }
    const next = this.fork()
    next.apply(commit.changes)
    this.#parts = { ...next.#parts, version: commit.version }
    this.#parts.stamps.record(commit)
  }

  /**
   * Takes commits whose changes were applied to this fork already, and nothing else was; false, changing
   * nothing, when the fork was not made of the present state. The fork must not be written to after.
   */
  adopt(fork: Replica, commits: readonly Commit[]): boolean {
    const last = commits.at(-1)
    if (fork.#origin !== this.#parts || last?.version !== this.version + commits.length) return false
    this.#parts = { ...fork.#parts, version: last.version }
    for (const commit of commits) this.#parts.stamps.record(commit)
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
      past.#parts.version -= 1
    }
    return past
  }

  #apply(change: Change): void {
    switch (change.entity) {
      case 'membership':
      case 'share':
        this.#relate(change)
        break
      case 'user':
        if (change.op === 'create') this.#createUser(change.after)
        else if (change.op === 'update') this.#updateUser(change.id, change.after)
        else this.#deleteUser(change.id)
        break
      case 'group':
        if (change.op === 'create') this.#createGroup(change.after)
        else if (change.op === 'update') this.#updateGroup(change.id, change.after)
        else this.#deleteGroup(change.id)
        break
      case 'dashboard':
        if (change.op === 'create') this.#createDashboard(change.after)
        else if (change.op === 'update') this.#updateDashboard(change.id, change.after)
        else this.#deleteDashboard(change.id)
        break
      case 'changeSet':
        if (change.op === 'create') this.changeSets.create(change.after)
        else if (change.op === 'update') this.changeSets.update(change.id, change.after)
        else this.changeSets.delete(change.id)
        break
      case 'organization':
        this.#changeOrganization(change)
        break
      default:
        change satisfies never
    }
  }

  /** An organization is created once, as its first commit, and never deleted. */
  #changeOrganization(change: Extract<Change, { entity: 'organization' }>): void {
    if (change.id !== this.organization.id) throw new ImpossibleChange(`organization ${change.id} is another`)
    if (change.op === 'update') this.#parts.organization = { ...this.organization, ...change.after }
    else if (change.op === 'create' && this.version === 0) this.#parts.organization = change.after
    else throw new ImpossibleChange(`organization ${change.id} cannot ${change.op} itself`)
  }

  #relate(change: MembershipChange | ShareChange): void {
    const { entity, groupId } = change
    const isMembership = change.entity === 'membership'
    const ids = isMembership ? change.userIds : change.dashboardIds
    const relation = isMembership ? this.members : this.shares
    if (change.op === 'add') {
      const group = this.groups.get(groupId)
      if (group === undefined) throw new ImpossibleChange(`${entity} of group ${groupId}, which is not there`)
      if (isMembership && group.kind !== 'custom') {
        throw new ImpossibleChange(`membership of group ${groupId}, which is built in`)
      }
      const rows: IdTable<User> | IdTable<Dashboard> = isMembership ? this.users : this.dashboards
      relation.add(groupId, ids, (ordinal) => rows.at(ordinal) !== undefined)
    } else {
      relation.remove(groupId, ids)
    }
  }

  #createUser(user: User): void {
    this.#parts.emails.claim(user.email, this.users.create(user))
    countUser(this.#parts.userCounts, user, 1)
  }

  #updateUser(id: Id, fields: Partial<User>): void {
    const { before, after, ordinal } = this.users.update(id, fields)
    if (after.email !== before.email) {
      this.#parts.emails.release(before.email)
      this.#parts.emails.claim(after.email, ordinal)
    }
    countUser(this.#parts.userCounts, before, -1)
    countUser(this.#parts.userCounts, after, 1)
  }

  #deleteUser(id: Id): void {
    if (this.members.countOfRight(id) > 0) throw new ImpossibleChange(`user ${id} still is in groups`)
    if (this.owned.countOf(id) > 0) throw new ImpossibleChange(`user ${id} still owns dashboards`)
    const user = this.users.delete(id)
    this.#parts.emails.release(user.email)
    countUser(this.#parts.userCounts, user, -1)
  }

  #createGroup(group: Group): void {
    this.#parts.groupNames.claim(group.name, this.groups.create(group))
    if (isBuiltIn(group)) this.#parts.builtInGroups = [...this.builtInGroups, group]
  }

  #updateGroup(id: Id, fields: Partial<Group>): void {
    const { before, after, ordinal } = this.groups.update(id, fields)
    if (after.kind !== before.kind) throw new ImpossibleChange(`group ${id} cannot change its kind`)
    if (isBuiltIn(after)) {
      this.#parts.builtInGroups = this.builtInGroups.map((group) => (group.id === id ? after : group))
    }
    if (after.name === before.name) return
    this.#parts.groupNames.release(before.name)
    this.#parts.groupNames.claim(after.name, ordinal)
  }

  #deleteGroup(id: Id): void {
    if (this.members.countOf(id) > 0) throw new ImpossibleChange(`group ${id} still has members`)
    if (this.shares.countOf(id) > 0) throw new ImpossibleChange(`group ${id} still has shares`)
    this.#parts.groupNames.release(this.groups.delete(id).name)
    this.#parts.builtInGroups = this.builtInGroups.filter((group) => group.id !== id)
  }

  #createDashboard(dashboard: Dashboard): void {
    this.dashboards.create(dashboard)
    this.#own(dashboard)
  }

  #updateDashboard(id: Id, fields: Partial<Dashboard>): void {
    const { before, after } = this.dashboards.update(id, fields)
    if (after.ownerId === before.ownerId) return
    if (before.ownerId !== null) this.owned.remove(before.ownerId, [id])
    this.#own(after)
  }

  #deleteDashboard(id: Id): void {
    if (this.shares.countOfRight(id) > 0) throw new ImpossibleChange(`dashboard ${id} still is shared`)
    const { ownerId } = this.dashboards.delete(id)
    if (ownerId !== null) this.owned.remove(ownerId, [id])
  }

  #own(dashboard: Dashboard): void {
    if (dashboard.ownerId === null) return
    if (!this.users.has(dashboard.ownerId)) {
      throw new ImpossibleChange(`dashboard ${dashboard.id} of user ${dashboard.ownerId}, who is not there`)
    }
    this.owned.add(dashboard.ownerId, [dashboard.id], () => true)
  }
}

function isBuiltIn(group: Group): group is BuiltInGroup {
  return group.kind !== 'custom'
}
