/**
 * The saved rows of one organization in memory, with the constraints that Postgres enforces on them.
 * Owns nothing shared: rows are replaced, never changed in place, so a fork may share them. Knows no
 * versions of the log and no transactions; the committer forks, applies and swaps.
 */
import type { Change, EntityChange } from '../../model/change.ts'
import type { ChangeSet, Dashboard, Group, Organization, User } from '../../model/entities.ts'
import type { OrganizationImage } from '../../model/organization-image.ts'
import type { Id, Version } from '../../protocol/scalars.ts'
import { ConstraintViolation } from './constraint-violation.ts'
import { MemoryRelation } from './memory-relation.ts'
import { UniqueRows } from './unique-rows.ts'

export class MemoryTables {
  organization: Organization
  version: Version
  users = new UniqueRows<User>((user) => user.email.toLowerCase())
  groups = new UniqueRows<Group>((group) => group.name.toLowerCase())
  dashboards = new UniqueRows<Dashboard>((dashboard) => dashboard.slug)
  changeSets = new UniqueRows<ChangeSet>((set) => (set.kind === 'draft' ? 'draft' : set.id))
  members = new MemoryRelation()
  shares = new MemoryRelation()

  constructor(organization: Organization, version: Version) {
    this.organization = organization
    this.version = version
  }

  static of(image: OrganizationImage): MemoryTables {
    const tables = new MemoryTables(image.organization, image.version)
    for (const row of image.users) tables.users.set(row)
    for (const row of image.groups) tables.groups.set(row)
    for (const row of image.dashboards) tables.dashboards.set(row)
    for (const row of image.changeSets) tables.changeSets.set(row)
    for (const { groupId, userIds } of image.members) tables.members.add(groupId, userIds)
    for (const { groupId, dashboardIds } of image.shares) tables.shares.add(groupId, dashboardIds)
    return tables
  }

  /** A copy to try changes on; costs one entry per row of an entity and one per group with members. */
  fork(): MemoryTables {
    const fork = new MemoryTables(this.organization, this.version)
    fork.users = this.users.fork()
    fork.groups = this.groups.fork()
    fork.dashboards = this.dashboards.fork()
    fork.changeSets = this.changeSets.fork()
    fork.members = this.members.fork()
    fork.shares = this.shares.fork()
    return fork
  }

  /** Rows as they are now; the caller copies them before handing them out. */
  image(): OrganizationImage {
    return {
      organization: this.organization,
      version: this.version,
      users: [...this.users.values()],
      groups: [...this.groups.values()],
      dashboards: [...this.dashboards.values()],
      changeSets: [...this.changeSets.values()],
      members: [...this.members.entries()].map(([groupId, userIds]) => ({ groupId, userIds })),
      shares: [...this.shares.entries()].map(([groupId, dashboardIds]) => ({ groupId, dashboardIds })),
    }
  }

  /** Applies one change; throws `ConstraintViolation` where Postgres would refuse. */
  apply(change: Change): void {
    switch (change.entity) {
      case 'membership':
        this.#relate(this.members, change.op, change.groupId, change.userIds, this.users)
        break
      case 'share':
        this.#relate(this.shares, change.op, change.groupId, change.dashboardIds, this.dashboards)
        break
      case 'organization':
        if (change.op === 'delete')
          throw new ConstraintViolation('An organization is not deleted by a commit')
        this.organization = { ...this.organization, ...change.after }
        break
      case 'user':
        this.#write(this.users, change)
        if (change.op === 'delete') {
          this.members.dropRight(change.id)
          for (const { ownerId } of this.dashboards.values()) {
            if (ownerId === change.id) throw new ConstraintViolation('The user still owns a dashboard')
          }
        }
        break
      case 'group':
        this.#write(this.groups, change)
        if (change.op === 'delete') {
          this.members.drop(change.id)
          this.shares.drop(change.id)
        }
        break
      case 'dashboard':
        this.#write(this.dashboards, change)
        if (change.op === 'delete') this.shares.dropRight(change.id)
        break
      case 'changeSet':
        this.#write(this.changeSets, change)
        break
      default:
        change satisfies never
    }
  }

  #relate(
    relation: MemoryRelation,
    op: 'add' | 'remove',
    groupId: Id,
    ids: readonly Id[],
    rows: { has(id: Id): boolean },
  ): void {
    if (op === 'remove') {
      relation.remove(groupId, ids)
      return
    }
    if (!this.groups.has(groupId)) throw new ConstraintViolation('The group no longer exists')
    for (const id of ids) {
      if (!rows.has(id)) throw new ConstraintViolation('The user or dashboard no longer exists')
    }
    relation.add(groupId, ids)
  }

  #write<T extends { id: Id }>(rows: UniqueRows<T>, change: EntityChange): void {
    const { id, op } = change
    const row = rows.get(id)
    if (op === 'create') {
      if (row) throw new ConstraintViolation(`This ${change.entity} exists already`)
      rows.set(change.after as unknown as T)
    } else {
      if (!row) throw new ConstraintViolation(`The ${change.entity} no longer exists`)
      if (op === 'delete') rows.delete(id)
      else rows.set({ ...row, ...(change.after as Partial<T>) })
    }
  }
}
