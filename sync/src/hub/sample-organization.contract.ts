/** A small organization for the contract suites, with fresh ids at every call, and commits for it. */
import { randomUUID } from 'node:crypto'
import type { Change } from '../model/change.ts'
import type { ChangeSet, Dashboard, Group, User } from '../model/entities.ts'
import type { OrganizationImage } from '../model/organization-image.ts'
import type { Id, Version } from '../protocol/scalars.ts'
import type { PlannedCommit } from './ports.ts'

const at = '2026-03-04T11:20:00.000Z'

export function sampleUser(name: string, more: Partial<User> = {}): User {
  return {
    id: randomUUID(),
    email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`,
    name,
    roles: ['viewer'],
    permissions: [],
    status: 'active',
    createdAt: at,
    lastActiveAt: null,
    ...more,
  }
}

export function sampleGroup(name: string, more: Partial<Group> = {}): Group {
  return { id: randomUUID(), kind: 'custom', name, description: '', createdAt: at, createdBy: null, ...more }
}

export function sampleDashboard(name: string, more: Partial<Dashboard> = {}): Dashboard {
  return {
    id: randomUUID(),
    name,
    slug: name.toLowerCase().replaceAll(' ', '-'),
    ownerId: null,
    published: true,
    createdAt: at,
    updatedAt: at,
    ...more,
  }
}

export function sampleChangeSet(name: string, more: Partial<ChangeSet> = {}): ChangeSet {
  return {
    id: randomUUID(),
    kind: 'named',
    name,
    status: 'open',
    createdAt: at,
    createdBy: null,
    closedAt: null,
    closedBy: null,
    ...more,
  }
}

/** Ann (admin), Bo and Cy; groups Night shift (Ann, Bo; Revenue) and Day shift; dashboards Revenue, Traffic. */
export function sampleOrganization() {
  const ann = sampleUser('Ann Lee', {
    roles: ['admin', 'manager'],
    permissions: ['manageUsers', 'manageGroups'],
    lastActiveAt: '2026-03-04T09:00:00.123Z',
  })
  const bo = sampleUser('Bo "Quote" O\'Neil', { email: 'bo@example.com', roles: ['manager'] })
  const cy = sampleUser('Cý, Zoë {x}\\', { email: 'cy@example.com', status: 'invited' })
  const night = sampleGroup('Night shift', { description: 'From 22:00\nto 06:00', createdBy: ann.id })
  const day = sampleGroup('Day shift')
  const everyone = sampleGroup('All Users', { kind: 'all-users' })
  const revenue = sampleDashboard('Revenue', { ownerId: ann.id })
  const traffic = sampleDashboard('Traffic', { published: false })
  const draft = sampleChangeSet('Shared draft', { kind: 'draft' })
  const named = sampleChangeSet('Spring cleaning', { createdBy: bo.id })
  const image: OrganizationImage = {
    organization: { id: randomUUID(), parentId: null, name: 'Northwind', plan: 'business' },
    version: 0,
    users: [ann, bo, cy],
    groups: [night, day, everyone],
    dashboards: [revenue, traffic],
    changeSets: [draft, named],
    members: [{ groupId: night.id, userIds: [ann.id, bo.id] }],
    shares: [{ groupId: night.id, dashboardIds: [revenue.id] }],
  }
  return {
    image,
    id: image.organization.id,
    ann,
    bo,
    cy,
    night,
    day,
    everyone,
    revenue,
    traffic,
    draft,
    named,
  }
}

/** A planned commit with fresh ids. */
export function sampleCommit(
  organizationId: Id,
  version: Version,
  changes: Change[],
  more: Partial<PlannedCommit['commit']> & Omit<Partial<PlannedCommit>, 'commit'> = {},
): PlannedCommit {
  const { result = { saved: changes.length }, unstage, ...commit } = more
  return {
    commit: {
      organizationId,
      version,
      mutationId: randomUUID(),
      mutation: 'test.change',
      actorId: null,
      at: '2026-03-04T12:00:00.000Z',
      changeSetId: null,
      changes,
      ...commit,
    },
    result,
    unstage,
  }
}

/** Same rows, whatever their order. */
export function sorted(image: OrganizationImage | undefined): OrganizationImage | undefined {
  if (!image) return undefined
  const byId = <T extends { id: Id }>(rows: T[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const byGroup = <T extends { groupId: Id }>(rows: T[]) =>
    rows.toSorted((a, b) => (a.groupId < b.groupId ? -1 : 1))
  return {
    ...image,
    users: byId(image.users),
    groups: byId(image.groups),
    dashboards: byId(image.dashboards),
    changeSets: byId(image.changeSets),
    members: byGroup(image.members.map((row) => ({ ...row, userIds: row.userIds.toSorted() }))),
    shares: byGroup(image.shares.map((row) => ({ ...row, dashboardIds: row.dashboardIds.toSorted() }))),
  }
}
