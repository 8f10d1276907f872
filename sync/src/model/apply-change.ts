/**
 * What each kind of change does to the tables, and when it cannot be. Invariants kept here: nothing dangles
 * (members and shares are removed before their group, user or dashboard), built-in groups have no stored
 * members, and indexes and counts say what the rows say.
 */
import type { Id } from '../protocol/scalars.ts'
import type { Change, MembershipChange, ShareChange } from './change.ts'
import type { BuiltInGroup, Dashboard, Group, User } from './entities.ts'
import type { IdTable } from './id-table.ts'
import { ImpossibleChange } from './impossible-change.ts'
import type { Tables } from './tables.ts'
import { countUser } from './user-counts.ts'

/** Throws `ImpossibleChange` when the change does not fit, and leaves the tables half-changed. */
export function applyChange(tables: Tables, change: Change): void {
  switch (change.entity) {
    case 'membership':
    case 'share':
      relate(tables, change)
      break
    case 'user':
      if (change.op === 'create') createUser(tables, change.after)
      else if (change.op === 'update') updateUser(tables, change.id, change.after)
      else deleteUser(tables, change.id)
      break
    case 'group':
      if (change.op === 'create') createGroup(tables, change.after)
      else if (change.op === 'update') updateGroup(tables, change.id, change.after)
      else deleteGroup(tables, change.id)
      break
    case 'dashboard':
      if (change.op === 'create') createDashboard(tables, change.after)
      else if (change.op === 'update') updateDashboard(tables, change.id, change.after)
      else deleteDashboard(tables, change.id)
      break
    case 'changeSet':
      if (change.op === 'create') tables.changeSets.create(change.after)
      else if (change.op === 'update') tables.changeSets.update(change.id, change.after)
      else tables.changeSets.delete(change.id)
      break
    case 'organization':
      changeOrganization(tables, change)
      break
    default:
      change satisfies never
  }
}

/** An organization is created once, as its first commit, and never deleted. */
function changeOrganization(tables: Tables, change: Extract<Change, { entity: 'organization' }>): void {
  if (change.id !== tables.organization.id) throw new ImpossibleChange(`organization ${change.id} is another`)
  if (change.op === 'update') tables.organization = { ...tables.organization, ...change.after }
  else if (change.op === 'create' && tables.version === 0) tables.organization = change.after
  else throw new ImpossibleChange(`organization ${change.id} cannot ${change.op} itself`)
}

function relate(tables: Tables, change: MembershipChange | ShareChange): void {
  const { entity, groupId } = change
  const isMembership = change.entity === 'membership'
  const ids = isMembership ? change.userIds : change.dashboardIds
  const relation = isMembership ? tables.members : tables.shares
  if (change.op === 'add') {
    checkRelated(tables, entity, groupId)
    const rows: IdTable<User> | IdTable<Dashboard> = isMembership ? tables.users : tables.dashboards
    relation.add(groupId, ids, (ordinal) => rows.at(ordinal) !== undefined)
  } else {
    relation.remove(groupId, ids)
  }
}

/** Throws `ImpossibleChange` when the group cannot have stored members, or shares. */
export function checkRelated(tables: Tables, entity: 'membership' | 'share', groupId: Id): void {
  const group = tables.groups.get(groupId)
  if (group === undefined) throw new ImpossibleChange(`${entity} of group ${groupId}, which is not there`)
  if (entity === 'membership' && group.kind !== 'custom') {
    throw new ImpossibleChange(`membership of group ${groupId}, which is built in`)
  }
}

function createUser(tables: Tables, user: User): void {
  tables.emails.claim(user.email, tables.users.create(user))
  countUser(tables.userCounts, user, 1)
}

function updateUser(tables: Tables, id: Id, fields: Partial<User>): void {
  const { before, after, ordinal } = tables.users.update(id, fields)
  if (after.email !== before.email) {
    tables.emails.release(before.email)
    tables.emails.claim(after.email, ordinal)
  }
  countUser(tables.userCounts, before, -1)
  countUser(tables.userCounts, after, 1)
}

function deleteUser(tables: Tables, id: Id): void {
  if (tables.members.countOfRight(id) > 0) throw new ImpossibleChange(`user ${id} still is in groups`)
  if (tables.owned.countOf(id) > 0) throw new ImpossibleChange(`user ${id} still owns dashboards`)
  const user = tables.users.delete(id)
  tables.emails.release(user.email)
  countUser(tables.userCounts, user, -1)
}

function createGroup(tables: Tables, group: Group): void {
  tables.groupNames.claim(group.name, tables.groups.create(group))
  if (isBuiltIn(group)) tables.builtInGroups = [...tables.builtInGroups, group]
}

function updateGroup(tables: Tables, id: Id, fields: Partial<Group>): void {
  const { before, after, ordinal } = tables.groups.update(id, fields)
  if (after.kind !== before.kind) throw new ImpossibleChange(`group ${id} cannot change its kind`)
  if (isBuiltIn(after)) {
    tables.builtInGroups = tables.builtInGroups.map((group) => (group.id === id ? after : group))
  }
  if (after.name === before.name) return
  tables.groupNames.release(before.name)
  tables.groupNames.claim(after.name, ordinal)
}

function deleteGroup(tables: Tables, id: Id): void {
  if (tables.members.countOf(id) > 0) throw new ImpossibleChange(`group ${id} still has members`)
  if (tables.shares.countOf(id) > 0) throw new ImpossibleChange(`group ${id} still has shares`)
  tables.groupNames.release(tables.groups.delete(id).name)
  tables.builtInGroups = tables.builtInGroups.filter((group) => group.id !== id)
}

function createDashboard(tables: Tables, dashboard: Dashboard): void {
  tables.dashboards.create(dashboard)
  own(tables, dashboard)
}

function updateDashboard(tables: Tables, id: Id, fields: Partial<Dashboard>): void {
  const { before, after } = tables.dashboards.update(id, fields)
  if (after.ownerId === before.ownerId) return
  if (before.ownerId !== null) tables.owned.remove(before.ownerId, [id])
  own(tables, after)
}

function deleteDashboard(tables: Tables, id: Id): void {
  if (tables.shares.countOfRight(id) > 0) throw new ImpossibleChange(`dashboard ${id} still is shared`)
  const { ownerId } = tables.dashboards.delete(id)
  if (ownerId !== null) tables.owned.remove(ownerId, [id])
}

function own(tables: Tables, dashboard: Dashboard): void {
  if (dashboard.ownerId === null) return
  if (!tables.users.has(dashboard.ownerId)) {
    throw new ImpossibleChange(`dashboard ${dashboard.id} of user ${dashboard.ownerId}, who is not there`)
  }
  tables.owned.add(dashboard.ownerId, [dashboard.id], () => true)
}

function isBuiltIn(group: Group): group is BuiltInGroup {
  return group.kind !== 'custom'
}
