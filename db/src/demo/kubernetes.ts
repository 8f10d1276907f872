/** The demo organization "Kubernetes": the files of db/data/kubernetes, and what they do not tell. */
import { builtInGroups } from './built-in-groups.ts'
import type {
  Clock,
  DemoContent,
  DemoDashboard,
  DemoGroup,
  DemoShare,
  DemoUser,
} from './demo-organization.ts'
import { setUpDaysAgo } from './demo-organization.ts'
import { type DemoPerson, kubernetesPeople } from './demo-people.ts'
import { chance, demoId, draw } from './deterministic.ts'
import { readCsv } from './read-csv.ts'

export const kubernetesId = demoId('organization kubernetes')

/** Ids of the things that the files name. */
export const kubernetes = {
  user: (email: string) => demoId(`kubernetes user ${email}`),
  group: (name: string) => demoId(`kubernetes group ${name}`),
  dashboard: (slug: string) => demoId(`kubernetes dashboard ${slug}`),
}

export function kubernetesContent(clock: Clock): DemoContent {
  const memberships = readCsv<'email' | 'group'>('kubernetes/memberships.csv')
  const leads = new Set(memberships.filter((row) => row.group.endsWith('-leads')).map((row) => row.email))
  const users = [...kubernetesPeople.map((person) => staff(person, clock)), ...people(leads, clock)]
  const groups = readCsv<'name' | 'description'>('kubernetes/groups.csv').map(
    (row): DemoGroup => ({
      id: kubernetes.group(row.name),
      kind: 'custom',
      name: row.name,
      description: row.description,
      createdAt: clock.daysAgo(setUpDaysAgo + 20 + 900 * chance(`group ${row.name} created`)),
      createdBy: null,
    }),
  )
  const builtIn = builtInGroups('kubernetes', clock.daysAgo(setUpDaysAgo))
  const dashboards = dashboardsOf(users, clock)
  return {
    organization: { id: kubernetesId, parentId: null, name: 'Kubernetes', plan: 'business' },
    users,
    groups: [builtIn.allUsers, builtIn.allAnalysts, ...groups],
    dashboards,
    memberships: memberships.map((row) => ({
      groupId: kubernetes.group(row.group),
      userId: kubernetes.user(row.email),
    })),
    shares: sharesOf(dashboards, sizable(memberships), builtIn.allUsers.id, builtIn.allAnalysts.id),
  }
}

function staff(person: DemoPerson, clock: Clock): DemoUser {
  return {
    id: kubernetes.user(person.email),
    email: person.email,
    name: person.name,
    roles: [person.role],
    permissions: person.permissions,
    status: 'active',
    createdAt: clock.daysAgo(setUpDaysAgo),
    lastActiveAt: clock.daysAgo(0.01 + 0.9 * chance(`user ${person.email} seen`)),
  }
}

/**
 * One user per e-mail address, in the first spelling of the name. The files know admins and viewers; who
 * leads a special interest group is an analyst here, so that All Analysts has members.
 */
function people(leads: ReadonlySet<string>, clock: Clock): DemoUser[] {
  const users = new Map<string, DemoUser>()
  for (const { email, name, role } of readCsv<'email' | 'name' | 'role'>('kubernetes/users.csv')) {
    if (users.has(email)) continue
    const isLead = role === 'viewer' && leads.has(email)
    const status = role === 'viewer' && !isLead ? statusOf(email) : 'active'
    users.set(email, {
      id: kubernetes.user(email),
      email,
      name,
      roles: [isLead ? 'analyst' : role],
      permissions: [],
      status,
      createdAt: clock.daysAgo(
        setUpDaysAgo + 1 + (status === 'invited' ? 20 : 1_200) * chance(`user ${email} created`),
      ),
      lastActiveAt: lastActive(email, status, clock),
    })
  }
  return [...users.values()]
}

/** Of a hundred people about four never came and one was disabled. */
function statusOf(email: string): DemoUser['status'] {
  const at = chance(`user ${email} status`)
  if (at < 0.042) return 'invited'
  return at < 0.055 ? 'disabled' : 'active'
}

/** Half of the active ones were here within the last few days, some not for months. */
function lastActive(email: string, status: DemoUser['status'], clock: Clock): string | null {
  const at = chance(`user ${email} seen`)
  if (status === 'invited') return null
  if (status === 'disabled') return clock.daysAgo(60 + 300 * at)
  return clock.daysAgo(0.005 + 90 * at ** 5)
}

function dashboardsOf(users: readonly DemoUser[], clock: Clock): DemoDashboard[] {
  const owners = users.filter(
    (user) => /admin|analyst/.test(user.roles.join()) && !/robot|foundation/.test(user.name),
  )
  return readCsv<'name' | 'slug'>('kubernetes/dashboards.csv').map(({ name, slug }) => {
    const created = setUpDaysAgo + 10 + 700 * chance(`dashboard ${slug} created`)
    return {
      id: kubernetes.dashboard(slug),
      name,
      slug,
      ownerId: draw(`dashboard ${slug} owner`, owners, 1)[0]?.id ?? null,
      published: chance(`dashboard ${slug} published`) < 0.85,
      createdAt: clock.daysAgo(created),
      updatedAt: clock.daysAgo(0.02 + created * chance(`dashboard ${slug} updated`) ** 2),
    }
  })
}

/** Groups of at least four people: those that dashboards are plausibly shared with. */
function sizable(memberships: readonly { group: string }[]): string[] {
  const counts = new Map<string, number>()
  for (const { group } of memberships) counts.set(group, (counts.get(group) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= 4).map(([name]) => name)
}

/** What the release team looks at all day, and the groups of its staged list with it. */
const chosen: Record<string, string[]> = {
  'release-team': [
    'awaiting-prs-by-sig',
    'blocked-prs-repository-groups',
    'issue-velocity',
    'open-issues-prs-by-milestone-and-repository',
    'pr-velocity',
    'prs-labels-by-sig',
  ],
  'release-team-leads': ['issue-velocity', 'pr-workload-per-sig-table', 'sig-mentions'],
  'release-team-docs': ['awaiting-prs-by-sig', 'new-contributors'],
  'release-team-comms': ['stars-and-forks-by-repository'],
  'sig-docs-leads': ['new-contributors', 'pr-reviews-by-contributor', 'inactive-prs-by-sig'],
}

/** The general dashboards go to everybody, some to all analysts, and each to a handful of groups. */
function sharesOf(
  dashboards: readonly DemoDashboard[],
  groups: readonly string[],
  allUsersId: string,
  allAnalystsId: string,
): DemoShare[] {
  const forAll = ['dashboards', 'overall-project-statistics', 'last-updated', 'repository-groups']
  const others = groups.filter((name) => !(name in chosen))
  return dashboards.flatMap(({ id: dashboardId, slug }) => {
    const reach = 2 + Math.floor(8 * chance(`dashboard ${slug} reach`))
    const names = [
      ...Object.keys(chosen).filter((name) => chosen[name]?.includes(slug)),
      ...draw(`dashboard ${slug} groups`, others, reach),
    ]
    const groupIds = names.map(kubernetes.group)
    if (forAll.includes(slug)) groupIds.push(allUsersId)
    else if (chance(`dashboard ${slug} analysts`) < 0.2) groupIds.push(allAnalystsId)
    return groupIds.map((groupId) => ({ groupId, dashboardId }))
  })
}
