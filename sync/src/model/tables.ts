/**
 * The tables of one organization at one version, as plain data: rows, relations, unique indexes and live counts,
 * kept in step by `apply-change.ts`. A fork shares all pages until one of both writes; stamps are shared for good,
 * because they are of commits, and nothing that is only tried is stamped.
 */
import type { Version } from '../protocol/scalars.ts'
import type { BuiltInGroup, ChangeSet, Dashboard, Group, Organization, User } from './entities.ts'
import { IdRelation } from './id-relation.ts'
import { IdTable } from './id-table.ts'
import { Stamps } from './stamps.ts'
import { UniqueIndex } from './unique-index.ts'
import { noUsers, type UserCounts } from './user-counts.ts'

export interface Tables {
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

export function emptyTables(organization: Organization, version: Version): Tables {
  const users = new IdTable<User>('user', (user) => user.email)
  const groups = new IdTable<Group>('group', () => '')
  const dashboards = new IdTable<Dashboard>('dashboard', (dashboard) => dashboard.slug)
  return {
    organization,
    version,
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
  }
}

export function forkTables(tables: Tables): Tables {
  return {
    ...tables,
    users: tables.users.fork(),
    groups: tables.groups.fork(),
    dashboards: tables.dashboards.fork(),
    changeSets: tables.changeSets.fork(),
    members: tables.members.fork(),
    shares: tables.shares.fork(),
    owned: tables.owned.fork(),
    emails: tables.emails.fork(),
    groupNames: tables.groupNames.fork(),
    userCounts: { ...tables.userCounts },
  }
}
