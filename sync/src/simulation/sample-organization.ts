import type { ChangeSet, Dashboard, Group, User } from '../model/entities.ts'
import type { OrganizationImage } from '../model/organization-image.ts'
import type { Random } from './random.ts'

const AT = '2026-01-05T08:00:00.000Z'

/** A small organization: two admins, a manager, analysts and viewers, a few groups and dashboards. */
export function sampleOrganization(random: Random, mark: string): OrganizationImage {
  const id = () => random.uuid()
  const user = (name: string, roles: User['roles'], permissions: User['permissions'] = []): User => ({
    id: id(),
    email: `${name.toLowerCase()}@${mark}.example`,
    name: `${name} ${mark}`,
    roles,
    permissions,
    status: 'active',
    createdAt: AT,
    lastActiveAt: null,
  })
  const users = [
    user('Ada', ['admin']),
    user('Ben', ['admin']),
    user('Cai', ['manager'], ['manageGroups']),
    user('Dee', ['viewer']),
    user('Eve', ['analyst']),
    user('Fay', ['viewer']),
    user('Gus', ['analyst']),
    user('Hal', ['viewer']),
  ]
  const group = (name: string, kind: Group['kind'] = 'custom'): Group => ({
    id: id(),
    kind,
    name,
    description: mark,
    createdAt: AT,
    createdBy: null,
  })
  const groups = [
    group('All Users', 'all-users'),
    group('All Analysts', 'all-analysts'),
    group('North'),
    group('South'),
    group('West'),
  ]
  const dashboards = ['Sales', 'Churn', 'Stock'].map(
    (name, at): Dashboard => ({
      id: id(),
      name: `${name} ${mark}`,
      slug: name.toLowerCase(),
      ownerId: users[4 + at]?.id ?? null,
      published: true,
      createdAt: AT,
      updatedAt: AT,
    }),
  )
  const changeSet = (name: string, kind: ChangeSet['kind']): ChangeSet => ({
    id: id(),
    kind,
    name,
    status: 'open',
    createdAt: AT,
    createdBy: null,
    closedAt: null,
    closedBy: null,
  })
  return {
    organization: { id: id(), parentId: null, name: mark, plan: 'business' },
    version: 0,
    users,
    groups,
    dashboards,
    changeSets: [changeSet('Shared draft', 'draft'), changeSet('Spring clean', 'named')],
    members: [],
    shares: [],
  }
}
