/** Small random organizations and valid random edits of them, for property tests. */
import fc from 'fast-check'
import type { Id } from '../protocol/scalars.ts'
import type { Change } from './change.ts'
import type { Role, User, UserStatus } from './entities.ts'
import type { OrganizationImage } from './organization-image.ts'
import type { State, WritableState } from './state.ts'

const AT = '2026-01-01T00:00:00.000Z'

/** A readable id: what it is the id of, and which one. */
export function sampleId(
  of: 'organization' | 'user' | 'group' | 'dashboard' | 'mutation',
  number: number,
): Id {
  const kind = { organization: 0, user: 1, group: 2, dashboard: 3, mutation: 4 }[of]
  return `00000000-0000-4000-800${kind}-${String(number).padStart(12, '0')}`
}

export function sampleUser(number: number, fields: Partial<User> = {}): User {
  return {
    id: sampleId('user', number),
    email: `person${number}@example.org`,
    name: `Person ${number}`,
    roles: ['viewer'],
    permissions: [],
    status: 'active',
    createdAt: AT,
    lastActiveAt: null,
    ...fields,
  }
}

export function sampleGroup(number: number, kind: 'custom' | 'all-users' | 'all-analysts' = 'custom') {
  const name = kind === 'custom' ? `Group ${number}` : kind
  return { id: sampleId('group', number), kind, name, description: '', createdAt: AT, createdBy: null }
}

export function sampleDashboard(number: number, fields: { ownerId?: Id | null; published?: boolean } = {}) {
  const id = sampleId('dashboard', number)
  const slug = `dashboard-${number}`
  return {
    id,
    name: `Dashboard ${number}`,
    slug,
    ownerId: null,
    published: true,
    createdAt: AT,
    updatedAt: AT,
    ...fields,
  }
}

/** An organization with nothing but the two built-in groups, numbered 0 and 1. */
export function emptyImage(fields: Partial<OrganizationImage> = {}): OrganizationImage {
  return {
    organization: { id: sampleId('organization', 0), parentId: null, name: 'Sample', plan: 'business' },
    version: 0,
    users: [],
    groups: [sampleGroup(0, 'all-users'), sampleGroup(1, 'all-analysts')],
    dashboards: [],
    changeSets: [],
    members: [],
    shares: [],
    ...fields,
  }
}

const NUMBERS = 8
const number = fc.nat(NUMBERS - 1)
const roles = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Role[]>(['viewer']) },
  fc.uniqueArray(fc.constantFrom<Role>('admin', 'manager', 'analyst', 'viewer'), { minLength: 1 }),
)
const rarely = fc.nat(4).map((n) => n === 4)
const status = fc.constantFrom<UserStatus>('active', 'active', 'invited', 'disabled')

/** One wish for an edit. `perform` turns wishes into changes that fit. */
const anyEdit = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ edit: fc.constant('member' as const), group: number, user: number }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ edit: fc.constant('share' as const), group: number, dashboard: number }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      edit: fc.constant('user' as const),
      user: number,
      field: fc.constantFrom(...(['roles', 'status', 'name', 'lastActiveAt'] as const)),
      name: fc.constantFrom('Zoë', 'Ada'),
      roles,
      status,
      isGone: rarely,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      edit: fc.constant('dashboard' as const),
      dashboard: number,
      owner: fc.option(number),
      published: rarely.map((isNot) => !isNot),
      isGone: rarely,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      edit: fc.constant('group' as const),
      group: number,
      name: fc.constantFrom('Émile', 'team 9', 'Team 10'),
      isGone: rarely,
    }),
  },
)
type Edit = typeof anyEdit extends fc.Arbitrary<infer E> ? E : never

export const someEdits = fc.array(anyEdit, { minLength: 1, maxLength: 12 })

/** A lively organization: users and dashboards of all sorts, groups with members and shares. */
export const anyImage: fc.Arbitrary<OrganizationImage> = fc
  .record({
    users: fc.array(fc.record({ roles, status }), { minLength: 3, maxLength: NUMBERS }),
    groups: fc.array(
      fc.record({ users: fc.uniqueArray(number), dashboards: fc.uniqueArray(number, { maxLength: 4 }) }),
      { minLength: 2, maxLength: NUMBERS },
    ),
    dashboards: fc.array(fc.record({ owner: fc.option(number), published: rarely.map((isNot) => !isNot) }), {
      minLength: 3,
      maxLength: NUMBERS,
    }),
  })
  .map(({ users, groups, dashboards }) =>
    emptyImage({
      users: users.map((fields, i) => sampleUser(i, fields)),
      groups: groups.map((_, i) =>
        sampleGroup(i, i === 0 ? 'all-users' : i === 1 ? 'all-analysts' : 'custom'),
      ),
      dashboards: dashboards.map(({ owner, published }, i) => {
        const ownerId = owner !== null && owner < users.length ? sampleId('user', owner) : null
        return sampleDashboard(i, { ownerId, published })
      }),
      members: groups.slice(2).map((group, i) => ({
        groupId: sampleId('group', i + 2),
        userIds: group.users.filter((n) => n < users.length).map((n) => sampleId('user', n)),
      })),
      shares: groups.map((group, i) => ({
        groupId: sampleId('group', i),
        dashboardIds: group.dashboards
          .filter((n) => n < dashboards.length && (i > 1 || n % 4 === 0))
          .map((n) => sampleId('dashboard', n)),
      })),
    }),
  )

/** Performs the wishes one by one on `state`, those that make sense, and answers the changes. */
export function perform(state: WritableState, edits: readonly Edit[]): Change[] {
  return edits.flatMap((edit) => {
    const changes = changesFor(state, edit)
    state.apply(changes)
    return changes
  })
}

function changesFor(state: State, edit: Edit): Change[] {
  switch (edit.edit) {
    case 'member': {
      const groupId = sampleId('group', edit.group)
      const userId = sampleId('user', edit.user)
      if (state.groups.get(groupId)?.kind !== 'custom' || !state.users.has(userId)) return []
      const op = state.members.has(groupId, userId) ? 'remove' : 'add'
      return [{ entity: 'membership', op, groupId, userIds: [userId] }]
    }
    case 'share': {
      const groupId = sampleId('group', edit.group)
      const dashboardId = sampleId('dashboard', edit.dashboard)
      if (!state.groups.has(groupId) || !state.dashboards.has(dashboardId)) return []
      const op = state.shares.has(groupId, dashboardId) ? 'remove' : 'add'
      return [{ entity: 'share', op, groupId, dashboardIds: [dashboardId] }]
    }
    case 'user': {
      const id = sampleId('user', edit.user)
      const before = state.users.get(id)
      const { roles, status, name } = edit
      if (!before)
        return [{ entity: 'user', op: 'create', id, after: sampleUser(edit.user, { roles, status }) }]
      if (!edit.isGone) {
        // Each edit concerns one field, so that what depends on another is seen not to move.
        const after = { [edit.field]: { roles, status, name, lastActiveAt: AT }[edit.field] }
        const old = Object.fromEntries(
          Object.keys(after).map((field) => [field, before[field as keyof User]]),
        )
        return [{ entity: 'user', op: 'update', id, before: old, after }]
      }
      return [
        ...removals([...state.members.ofRight(id)], () => [id]),
        ...[...state.owned.of(id)].map((dashboardId): Change => {
          const fields = { before: { ownerId: id }, after: { ownerId: null } }
          return { entity: 'dashboard', op: 'update', id: dashboardId, ...fields }
        }),
        { entity: 'user', op: 'delete', id, before },
      ]
    }
    case 'dashboard': {
      const id = sampleId('dashboard', edit.dashboard)
      const owner = edit.owner === null ? null : sampleId('user', edit.owner)
      const fields = {
        ownerId: owner !== null && state.users.has(owner) ? owner : null,
        published: edit.published,
      }
      const before = state.dashboards.get(id)
      if (!before)
        return [{ entity: 'dashboard', op: 'create', id, after: sampleDashboard(edit.dashboard, fields) }]
      if (!edit.isGone) {
        const old = { ownerId: before.ownerId, published: before.published }
        return [{ entity: 'dashboard', op: 'update', id, before: old, after: fields }]
      }
      const shares = [...state.shares.ofRight(id)].map((groupId): Change => {
        return { entity: 'share', op: 'remove', groupId, dashboardIds: [id] }
      })
      return [...shares, { entity: 'dashboard', op: 'delete', id, before }]
    }
    case 'group': {
      const id = sampleId('group', edit.group)
      const before = state.groups.get(id)
      if (!before) return [{ entity: 'group', op: 'create', id, after: sampleGroup(edit.group) }]
      if (before.kind !== 'custom') return []
      if (!edit.isGone) {
        if (state.groupByName(edit.name)) return []
        return [
          { entity: 'group', op: 'update', id, before: { name: before.name }, after: { name: edit.name } },
        ]
      }
      const dashboardIds = [...state.shares.of(id)]
      return [
        ...removals([id], (groupId) => [...state.members.of(groupId)]),
        ...(dashboardIds.length > 0
          ? [{ entity: 'share', op: 'remove', groupId: id, dashboardIds } as const]
          : []),
        { entity: 'group', op: 'delete', id, before },
      ]
    }
    default:
      return edit satisfies never
  }
}

function removals(groupIds: Id[], usersOf: (groupId: Id) => Id[]): Change[] {
  return groupIds
    .map((groupId) => ({ entity: 'membership', op: 'remove', groupId, userIds: usersOf(groupId) }) as const)
    .filter(({ userIds }) => userIds.length > 0)
}

/** Everything a state holds, in an order that does not depend on how it came to be. */
export function imageOf(state: State): OrganizationImage {
  const sorted = <T extends { id: Id }>(rows: Iterable<T>) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
  const groups = sorted(state.groups.values())
  return {
    organization: state.organization,
    version: state.version,
    users: sorted(state.users.values()),
    groups,
    dashboards: sorted(state.dashboards.values()),
    changeSets: sorted(state.changeSets.values()),
    members: groups
      .filter(({ id }) => state.members.countOf(id) > 0)
      .map(({ id }) => ({ groupId: id, userIds: [...state.members.of(id)].sort() })),
    shares: groups
      .filter(({ id }) => state.shares.countOf(id) > 0)
      .map(({ id }) => ({ groupId: id, dashboardIds: [...state.shares.of(id)].sort() })),
  }
}
