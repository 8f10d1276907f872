/** A small organization for tests: the same people, groups and dashboards in every suite. */
import type { Group, Permission, Plan, Role, User, UserStatus } from '../model/entities.ts'
import type { OrganizationImage } from '../model/organization-image.ts'
import { Replica } from '../model/replica.ts'
import type { Id } from '../protocol/scalars.ts'

export const AT = '2026-03-04T11:20:00.000Z'

/** A stable id for a word. */
export function idOf(word: string): Id {
  const hex = [...word].map((letter) => (letter.codePointAt(0) ?? 0).toString(16).padStart(2, '0')).join('')
  const text = hex.padEnd(32, '0').slice(0, 32)
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  )
}

export function sampleUser(
  word: string,
  role: Role,
  more: { permissions?: Permission[]; status?: UserStatus } = {},
): User {
  return {
    id: idOf(word),
    email: `${word}@example.com`,
    name: `${word[0]?.toUpperCase()}${word.slice(1)}`,
    roles: [role],
    permissions: more.permissions ?? [],
    status: more.status ?? 'active',
    createdAt: AT,
    lastActiveAt: null,
  }
}

export function sampleGroup(word: string, kind: Group['kind'] = 'custom'): Group {
  return { id: idOf(word), kind, name: word, description: '', createdAt: AT, createdBy: null }
}

/** Ana and Bea are admins, Max manages groups, Pia users; Dee is disabled. Ops has Uma, and sees Costs. */
function sampleImage(plan: Plan = 'business'): OrganizationImage {
  return {
    organization: { id: idOf('org'), parentId: null, name: 'Sample', plan },
    version: 7,
    users: [
      sampleUser('ana', 'admin'),
      sampleUser('bea', 'admin'),
      sampleUser('max', 'manager', { permissions: ['manageGroups'] }),
      sampleUser('pia', 'manager', { permissions: ['manageUsers', 'manageGroups'] }),
      sampleUser('uma', 'viewer'),
      sampleUser('vic', 'viewer'),
      sampleUser('dee', 'viewer', { status: 'disabled' }),
    ],
    groups: [
      { ...sampleGroup('All Users', 'all-users') },
      { ...sampleGroup('All Analysts', 'all-analysts') },
      sampleGroup('ops'),
      sampleGroup('sales'),
    ],
    dashboards: ['costs', 'sites'].map((word) => ({
      id: idOf(word),
      name: word,
      slug: word,
      ownerId: null,
      published: true,
      createdAt: AT,
      updatedAt: AT,
    })),
    changeSets: [changeSet('draft', 'draft'), changeSet('spring', 'named')],
    members: [{ groupId: idOf('ops'), userIds: [idOf('uma')] }],
    shares: [{ groupId: idOf('ops'), dashboardIds: [idOf('costs')] }],
  }
}

function changeSet(word: string, kind: 'draft' | 'named'): OrganizationImage['changeSets'][number] {
  const open = { status: 'open', createdAt: AT, createdBy: null, closedAt: null, closedBy: null } as const
  return { id: idOf(word), kind, name: word, ...open }
}

export function sampleState(plan: Plan = 'business'): Replica {
  return Replica.from(sampleImage(plan))
}
