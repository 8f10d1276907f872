/** What each view answers with, by name: the one place where the console knows the shapes of rows. */
import type { GroupKind, Permission, Plan, Role, UserStatus } from '@muster/sync/model/entities.ts'
import type { Id } from '@muster/sync/protocol/scalars.ts'
import type { Reason } from '@muster/sync/staging/reason.ts'
import type { Scope } from '@muster/sync/staging/staged-change.ts'

export interface Sort<By extends string> {
  by: By
  dir: 'asc' | 'desc'
}

interface Paged {
  page: number
  pageSize: number
}

/** A change that somebody made: null where the organization no longer remembers. */
export interface MadeBy {
  at: string
  byId: Id | null
  byName: string | null
}

export interface SummaryRow {
  id: Id
  name: string
  plan: Plan
  users: number
  groups: number
  dashboards: number
  version: number
}

export interface GroupListRow {
  id: Id
  name: string
  description: string
  kind: GroupKind
  members: number
  dashboards: number
  lastChange: MadeBy | null
}

export interface GroupDetailRow {
  id: Id
  name: string
  description: string
  kind: GroupKind
  members: number
  dashboards: number
  createdAt: string
  createdByName: string | null
}

export interface MemberRow {
  id: Id
  name: string
  email: string
  lastActiveAt: string | null
  status: UserStatus
  roles: Role[]
  added: MadeBy | null
}

export interface GroupDashboardRow {
  id: Id
  name: string
  slug: string
  updatedAt: string
  ownerName: string | null
  published: boolean
  shared: MadeBy | null
}

export interface CandidateRow {
  id: Id
  name: string
  detail: string
  present: boolean
  status: UserStatus | 'published' | 'draft'
}

export interface UserListRow {
  id: Id
  name: string
  email: string
  roles: Role[]
  permissions?: Permission[]
  status: UserStatus
  lastActiveAt: string | null
  groups: number
}

export interface DashboardListRow {
  id: Id
  name: string
  slug: string
  ownerName: string | null
  published: boolean
  updatedAt: string
  groups: number
  people: number
}

export interface ChangeSetRow {
  id: Id
  name: string
  kind: 'draft' | 'named'
  status: 'open' | 'saved' | 'discarded'
  entries: number
  ready: number
  noop: number
  conflicts: number
  stagers: { id: Id; name: string }[]
  createdByName: string | null
  createdAt: string
  closedAt: string | null
  closedByName: string | null
}

export interface EntryRow {
  id: string
  kind: 'membership' | 'share' | 'batch'
  op: 'add' | 'remove' | 'batch'
  group: { id: Id; name: string } | null
  subject: { id: Id; name: string; detail: string | null } | null
  by: { id: Id; name: string }
  at: string
  state: 'ready' | 'no-op' | 'conflict'
  reason: Reason | null
  batch: { of: string; name: string; count: number; ready: number; noop: number; conflicts: number } | null
}

export interface ImpactRow {
  id: Id
  name: string
  detail: string
  gainCount: number
  loseCount: number
  keepCount: number
  gains: { id: Id; name: string }[]
  loses: { id: Id; name: string }[]
  keepsThrough: string[]
}

export interface ImpactMeta {
  gainUsers: number
  gainDashboards: number
  gainPairs: number
  loseUsers: number
  loseDashboards: number
  losePairs: number
  users: number
  /** Rows there are in all, and how many of them are here. */
  total: number
  shown: number
}

export interface Views {
  'organization.summary': { args: Record<string, never>; row: SummaryRow; meta: Record<string, never> }
  'group.list': {
    args: {
      search: string
      kind: 'all' | 'custom' | 'built-in'
      sort: Sort<'name' | 'description' | 'members' | 'dashboards' | 'lastChange'>
    } & Paged
    row: GroupListRow
    meta: { total: number; all: number; custom: number; builtIn: number }
  }
  'group.detail': { args: { groupId: Id }; row: GroupDetailRow; meta: Record<string, never> }
  'group.members': {
    args: {
      groupId: Id
      search: string
      sort: Sort<'name' | 'email' | 'lastActive' | 'status' | 'role'>
    } & Paged
    row: MemberRow
    meta: { total: number; matching: number }
  }
  'group.dashboards': {
    args: { groupId: Id; search: string; sort: Sort<'name' | 'updated'> } & Paged
    row: GroupDashboardRow
    meta: { total: number; matching: number }
  }
  'group.candidates': {
    args: { groupId: Id; of: 'members' | 'dashboards'; search: string; limit: number }
    row: CandidateRow
    meta: { matching: number }
  }
  'user.list': {
    args: {
      search: string
      status: 'all' | UserStatus
      sort: Sort<'name' | 'email' | 'role' | 'lastActive' | 'groups' | 'status'>
    } & Paged
    row: UserListRow
    meta: { total: number; all: number; active: number; invited: number; disabled: number }
  }
  'dashboard.list': {
    args: { search: string; sort: Sort<'name' | 'owner' | 'groups' | 'people' | 'updated'> } & Paged
    row: DashboardListRow
    meta: { total: number }
  }
  'changeSet.list': {
    args: { status: 'open' | 'closed' }
    row: ChangeSetRow
    meta: Record<string, never>
  }
  'changeSet.entries': {
    args: { changeSetId: Id; scope: Scope }
    row: EntryRow
    meta: { total: number; ready: number; noop: number; conflicts: number }
  }
  'changeSet.impact': {
    args: { changeSetId: Id; scope: Scope; by: 'people' | 'dashboards' }
    row: ImpactRow
    meta: ImpactMeta
  }
  'mutation.preview': { args: { name: string; args: unknown }; row: ImpactRow; meta: ImpactMeta }
}

export type ViewName = keyof Views
export type ArgsOf<N extends ViewName> = Views[N]['args']
export type RowOf<N extends ViewName> = Views[N]['row']
export type MetaOf<N extends ViewName> = Views[N]['meta']
