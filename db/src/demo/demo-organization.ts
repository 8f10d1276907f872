/**
 * A demo organization as it is built in memory, before it is written. The shapes of its entities and
 * changes are the engine's; this package knows them by shape only, and a test parses what comes out.
 */
export interface DemoUser {
  id: string
  email: string
  name: string
  roles: string[]
  permissions: string[]
  status: 'active' | 'invited' | 'disabled'
  createdAt: string
  lastActiveAt: string | null
}

export interface DemoGroup {
  id: string
  kind: 'custom' | 'all-users' | 'all-analysts'
  name: string
  description: string
  createdAt: string
  createdBy: string | null
}

export interface DemoDashboard {
  id: string
  name: string
  slug: string
  ownerId: string | null
  published: boolean
  createdAt: string
  updatedAt: string
}

export interface DemoChangeSet {
  id: string
  kind: 'draft' | 'named'
  name: string
  status: 'open'
  createdAt: string
  createdBy: string | null
  closedAt: null
  closedBy: null
}

/** What is staged in a change set, as one Yjs update. */
interface DemoStaging {
  changeSetId: string
  update: Uint8Array
  at: string
}

interface DemoMembership {
  groupId: string
  userId: string
}

export interface DemoShare {
  groupId: string
  dashboardId: string
}

export type DemoChange =
  | { entity: string; op: 'create'; id: string; after: object }
  | { entity: string; op: 'update'; id: string; before: object; after: object }
  | { entity: 'membership'; op: 'add'; groupId: string; userIds: string[] }
  | { entity: 'share'; op: 'add'; groupId: string; dashboardIds: string[] }

export interface DemoCommit {
  version: number
  mutationId: string
  mutation: string
  actorId: string | null
  at: string
  changeSetId: string | null
  changes: DemoChange[]
  result: unknown
}

/** Everything that is saved, without its history. */
export interface DemoContent {
  organization: { id: string; parentId: null; name: string; plan: 'pro' | 'business' | 'enterprise' }
  users: DemoUser[]
  groups: DemoGroup[]
  dashboards: DemoDashboard[]
  memberships: DemoMembership[]
  shares: DemoShare[]
}

export interface DemoOrganization extends DemoContent {
  changeSets: DemoChangeSet[]
  stagings: DemoStaging[]
  /** Version 1 upwards; replaying them gives the content. */
  commits: DemoCommit[]
}

/** The moment of seeding, and times told from it: the demo is always fresh. */
export interface Clock {
  /** ISO time that many days (or parts of one) before the moment of seeding. */
  daysAgo(days: number): string
}

export function clockAt(now: Date): Clock {
  return { daysAgo: (days) => new Date(Math.round(now.getTime() - days * 86_400_000)).toISOString() }
}

/** When a demo organization began to use Muster. */
export const setUpDaysAgo = 21
