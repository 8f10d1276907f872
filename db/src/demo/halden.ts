/** The second demo organization: a small company of its own, which nobody of the first may see. */
import { builtInGroups } from './built-in-groups.ts'
import { openChangeSet } from './change-set.ts'
import { type Clock, type DemoOrganization, type DemoUser, setUpDaysAgo } from './demo-organization.ts'
import { ingrid } from './demo-people.ts'
import { demoId } from './deterministic.ts'
import { historyOf } from './history.ts'

const user = (name: string) => demoId(`halden user ${name}`)
const group = (name: string) => demoId(`halden group ${name}`)
const dashboard = (slug: string) => demoId(`halden dashboard ${slug}`)

const staff: [name: string, role: string, status: DemoUser['status'], seenDaysAgo: number][] = [
  [ingrid.name, ingrid.role, 'active', 0.2],
  ['Mateus Prado', 'analyst', 'active', 0.5],
  ['Aoife Brennan', 'viewer', 'active', 1.4],
  ['Daniyar Bekov', 'viewer', 'active', 6],
  ['Sofia Rinne', 'viewer', 'invited', 0],
  ['Luc Marchand', 'viewer', 'disabled', 80],
]

const groups: [name: string, description: string, members: string[], dashboards: string[]][] = [
  ['Bakery', 'Plant in Trondheim', ['Aoife Brennan', 'Daniyar Bekov'], ['waste', 'orders-per-day']],
  [
    'Sales',
    'Shops and wholesale',
    ['Mateus Prado', 'Sofia Rinne', 'Luc Marchand'],
    ['orders-per-day', 'margins'],
  ],
  ['Audit 2026', 'Until the report is signed', [], ['margins']],
]

const dashboards: [name: string, slug: string][] = [
  ['Orders per day', 'orders-per-day'],
  ['Margins', 'margins'],
  ['Waste', 'waste'],
  ['Cold chain', 'cold-chain'],
]

export function haldenOrganization(clock: Clock): DemoOrganization {
  const began = clock.daysAgo(setUpDaysAgo)
  const builtIn = builtInGroups('halden', began)
  const content = {
    organization: {
      id: demoId('organization halden'),
      parentId: null,
      name: 'Halden Foods',
      plan: 'business' as const,
    },
    users: staff.map(
      ([name, role, status, seen]): DemoUser => ({
        id: user(name),
        email: name === ingrid.name ? ingrid.email : `${name.replace(' ', '.').toLowerCase()}@halden.example`,
        name,
        roles: [role],
        permissions: [],
        status,
        createdAt: began,
        lastActiveAt: status === 'invited' ? null : clock.daysAgo(seen),
      }),
    ),
    groups: [
      builtIn.allUsers,
      builtIn.allAnalysts,
      ...groups.map(([name, description]) => ({
        id: group(name),
        kind: 'custom' as const,
        name,
        description,
        createdAt: began,
        createdBy: user(ingrid.name),
      })),
    ],
    dashboards: dashboards.map(([name, slug]) => ({
      id: dashboard(slug),
      name,
      slug,
      ownerId: user('Mateus Prado'),
      published: slug !== 'cold-chain',
      createdAt: began,
      updatedAt: clock.daysAgo(2),
    })),
    memberships: groups.flatMap(([name, , members]) =>
      members.map((member) => ({ groupId: group(name), userId: user(member) })),
    ),
    shares: groups.flatMap(([name, , , slugs]) =>
      slugs.map((slug) => ({ groupId: group(name), dashboardId: dashboard(slug) })),
    ),
  }
  const draft = openChangeSet('halden', 'draft', 'Shared draft', began, null)
  return { ...content, changeSets: [draft], stagings: [], commits: historyOf(content, draft, began, []) }
}
