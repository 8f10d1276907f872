/**
 * What the admins of the demo organization did in their first three weeks, and what they have staged now.
 * The staged list is half finished on purpose: additions by four people, a removal, and one entry that a
 * colleague's save has overtaken.
 */
import { openChangeSet } from './change-set.ts'
import { type Clock, type DemoContent, type DemoOrganization, setUpDaysAgo } from './demo-organization.ts'
import { ana, bea, type DemoPerson, jonas, tom } from './demo-people.ts'
import { chance, demoId, draw } from './deterministic.ts'
import { type Episode, historyOf } from './history.ts'
import { idsByGroup } from './ids-by-group.ts'
import { kubernetes, kubernetesContent } from './kubernetes.ts'
import { type DemoComment, type DemoStagedChange, stagedDocument } from './staged-document.ts'

const idOf = (person: DemoPerson) => kubernetes.user(person.email)
const handle = (name: string) => kubernetes.user(`${name}@kubernetes.example`)

/** Jonas put these into the release team after Tom had staged the second of them. */
const overtaken = { group: 'release-team', handles: ['dhanishaphadate', 'karimzakzouk'] }

export function kubernetesOrganization(clock: Clock): DemoOrganization {
  const content = kubernetesContent(clock)
  const draft = openChangeSet('kubernetes', 'draft', 'Shared draft', clock.daysAgo(setUpDaysAgo), null)
  const release = openChangeSet('kubernetes', 'named', 'Release team 1.37', clock.daysAgo(3.2), idOf(bea))
  const episodes = [
    ...everydayEpisodes(content, draft.id, clock),
    { mutation: 'changeSet.create', actorId: idOf(bea), at: release.createdAt, opens: release },
    {
      mutation: 'membership.add',
      actorId: idOf(jonas),
      at: clock.daysAgo(0.12),
      members: [{ groupId: kubernetes.group(overtaken.group), userIds: overtaken.handles.map(handle) }],
    },
  ].sort((a, b) => a.at.localeCompare(b.at))
  const commits = historyOf(content, draft, clock.daysAgo(setUpDaysAgo), episodes)
  const version = commits.length
  return {
    ...content,
    changeSets: [draft, release],
    stagings: [
      { changeSetId: draft.id, at: clock.daysAgo(0.03), update: draftDocument(version, clock) },
      { changeSetId: release.id, at: clock.daysAgo(2.8), update: releaseDocument(version, clock) },
    ],
    commits,
  }
}

/** Two dozen small edits: people, shares and descriptions; some saved through the Shared draft. */
function everydayEpisodes(content: DemoContent, draftId: string, clock: Clock): Episode[] {
  const members = idsByGroup(content.memberships, (fact) => fact.userId)
  const shares = idsByGroup(content.shares, (fact) => fact.dashboardId)
  const groups = content.groups.filter((group) => group.name !== overtaken.group)
  const grown = draw(
    'grown groups',
    groups.filter((group) => (members.get(group.id)?.length ?? 0) >= 6),
    20,
  )
  const shared = draw(
    'shared groups',
    groups.filter((group) => (shares.get(group.id)?.length ?? 0) >= 2),
    6,
  )
  const described = draw(
    'described groups',
    groups.filter((group) => group.kind === 'custom' && group.description),
    4,
  )
  const admins = [ana, tom, bea, jonas]

  const common = (name: string) => ({
    actorId: idOf(draw(`${name} actor`, admins, 1)[0] ?? ana),
    at: clock.daysAgo(0.3 + 19 * chance(`${name} at`)),
  })
  const added = (groupId: string, of: Map<string, string[]>) =>
    draw(`${groupId} added`, of.get(groupId) ?? [], 1 + Math.floor(3 * chance(`${groupId} size`)))

  return [
    ...grown.map((group, index) => ({
      ...common(`grown ${group.name}`),
      ...(index % 5 === 0
        ? { mutation: 'changeSet.commit', changeSetId: draftId }
        : { mutation: 'membership.add' }),
      members: [{ groupId: group.id, userIds: added(group.id, members) }],
    })),
    ...shared.map((group) => ({
      ...common(`shared ${group.name}`),
      mutation: 'share.add',
      shares: [{ groupId: group.id, dashboardIds: added(group.id, shares).slice(0, 2) }],
    })),
    ...described.map((group) => ({
      ...common(`described ${group.name}`),
      mutation: 'group.describe',
      describes: { groupId: group.id },
    })),
  ]
}

function draftDocument(version: number, clock: Clock): Uint8Array {
  const by = stager(version, clock)
  const entries: DemoStagedChange[] = [
    { ...member('release-team', 'karimzakzouk'), ...by(tom, 0.15), base: version - 1 },
    { ...member('release-team', 'adrianmoisey'), ...by(ana, 0.08) },
    { ...member('release-team', 'npolshakova'), ...by(ana, 0.079) },
    { ...share('release-team', 'pr-time-to-approve-and-merge'), ...by(bea, 0.07) },
    { ...member('release-team-docs', 'dipesh-rawat'), ...by(tom, 0.06) },
    { ...member('release-team-docs', 'jmickey'), to: 'out', ...by(tom, 0.058) },
    { ...member('sig-docs-leads', 'kernel-kun'), ...by(jonas, 0.03) },
  ]
  return stagedDocument(1_001, entries, [
    comment(bea, 0.069, clock, 'The shadows start on Monday: please save this before the kick-off.'),
    comment(tom, 0.057, clock, 'jmickey moves on to SIG Docs, hence the removal.'),
  ])
}

function releaseDocument(version: number, clock: Clock): Uint8Array {
  const by = stager(version - 1, clock)
  const entries: DemoStagedChange[] = [
    { ...member('release-team-leads', 'tico88612'), ...by(bea, 3.1) },
    { ...member('release-team-leads', 'fsmunoz'), to: 'out', ...by(bea, 3.1) },
    { ...member('release-team-comms', 'jimangel'), ...by(ana, 2.8) },
  ]
  return stagedDocument(1_002, entries, [
    comment(bea, 3.09, clock, 'For the 1.37 cycle. Save it when the leads have confirmed.'),
  ])
}

const member = (group: string, name: string) =>
  ({ kind: 'membership', groupId: kubernetes.group(group), userId: handle(name), to: 'in' }) as const

const share = (group: string, slug: string) =>
  ({
    kind: 'share',
    groupId: kubernetes.group(group),
    dashboardId: kubernetes.dashboard(slug),
    to: 'in',
  }) as const

const stager = (base: number, clock: Clock) => (person: DemoPerson, days: number) => ({
  by: idOf(person),
  at: clock.daysAgo(days),
  base,
})

function comment(person: DemoPerson, days: number, clock: Clock, text: string): DemoComment {
  return { id: demoId(`kubernetes comment ${text}`), by: idOf(person), at: clock.daysAgo(days), text }
}
