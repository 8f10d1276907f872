/**
 * The commit log of a demo organization. Commit 1 (`organization.setUp`) holds everything that was brought
 * along; later commits add the facts that were kept back for them, as admins would have. Replaying the log
 * from nothing gives exactly the content.
 */
import type { DemoChange, DemoChangeSet, DemoCommit, DemoContent } from './demo-organization.ts'
import { demoId } from './deterministic.ts'
import { idsByGroup } from './ids-by-group.ts'

/** A commit after the first, told by what it added. */
export interface Episode {
  mutation: string
  actorId: string
  at: string
  changeSetId?: string
  /** Memberships and shares, of the content, that this commit brought. */
  members?: { groupId: string; userIds: string[] }[]
  shares?: { groupId: string; dashboardIds: string[] }[]
  /** A change set that this commit opened. */
  opens?: DemoChangeSet
  /** A group that got its description in this commit. */
  describes?: { groupId: string }
}

export function historyOf(
  content: DemoContent,
  draft: DemoChangeSet,
  at: string,
  episodes: readonly Episode[],
): DemoCommit[] {
  const { id, name } = content.organization
  const later = {
    members: new Set(episodes.flatMap((episode) => (episode.members ?? []).flatMap(pairsOfMembers))),
    shares: new Set(episodes.flatMap((episode) => (episode.shares ?? []).flatMap(pairsOfShares))),
    described: new Set(episodes.flatMap((episode) => episode.describes?.groupId ?? [])),
  }
  const memberships = content.memberships.filter(
    (fact) => !later.members.has(`${fact.groupId} ${fact.userId}`),
  )
  const shares = content.shares.filter((fact) => !later.shares.has(`${fact.groupId} ${fact.dashboardId}`))
  const setUp: DemoChange[] = [
    { entity: 'organization', op: 'create', id, after: content.organization },
    ...content.users.map(created('user')),
    ...content.groups
      .map((group) => (later.described.has(group.id) ? { ...group, description: '' } : group))
      .map(created('group')),
    ...content.dashboards.map(created('dashboard')),
    created('changeSet')(draft),
    ...[...idsByGroup(memberships, (fact) => fact.userId)].map(
      ([groupId, userIds]) => ({ entity: 'membership', op: 'add', groupId, userIds }) as const,
    ),
    ...[...idsByGroup(shares, (fact) => fact.dashboardId)].map(
      ([groupId, dashboardIds]) => ({ entity: 'share', op: 'add', groupId, dashboardIds }) as const,
    ),
  ]
  const first = {
    version: 1,
    mutation: 'organization.setUp',
    actorId: null,
    at,
    changeSetId: null,
    changes: setUp,
  }
  const rest = episodes.map((episode, index) => ({
    version: index + 2,
    mutation: episode.mutation,
    actorId: episode.actorId,
    at: episode.at,
    changeSetId: episode.changeSetId ?? null,
    changes: changesOf(episode, content),
  }))
  return [first, ...rest].map((commit) => ({
    ...commit,
    mutationId: demoId(`${name} mutation ${commit.version}`),
    result: resultOf(commit),
  }))
}

function changesOf(episode: Episode, content: DemoContent): DemoChange[] {
  const changes: DemoChange[] = []
  for (const { groupId, userIds } of episode.members ?? []) {
    changes.push({ entity: 'membership', op: 'add', groupId, userIds })
  }
  for (const { groupId, dashboardIds } of episode.shares ?? []) {
    changes.push({ entity: 'share', op: 'add', groupId, dashboardIds })
  }
  if (episode.opens) changes.push(created('changeSet')(episode.opens))
  const described = content.groups.find((group) => group.id === episode.describes?.groupId)
  if (described) {
    const after = { description: described.description }
    changes.push({ entity: 'group', op: 'update', id: described.id, before: { description: '' }, after })
  }
  return changes
}

/** The answers that the engine gives to these mutations. */
function resultOf({ mutation, changes }: Pick<DemoCommit, 'mutation' | 'changes'>): unknown {
  const facts = changes.reduce((sum, change) => {
    if ('userIds' in change) return sum + change.userIds.length
    return sum + ('dashboardIds' in change ? change.dashboardIds.length : 1)
  }, 0)
  const [first] = changes
  const id = first && 'id' in first ? first.id : null
  switch (mutation) {
    case 'organization.setUp':
      return { organizationId: id }
    case 'changeSet.create':
      return { changeSetId: id }
    case 'changeSet.commit':
      return { saved: facts, noops: 0, conflicts: 0 }
    case 'group.describe':
      return null
    default:
      return { changed: facts }
  }
}

const created =
  (entity: string) =>
  <T extends { id: string }>(after: T): DemoChange => ({ entity, op: 'create', id: after.id, after })

const pairsOfMembers = (fact: { groupId: string; userIds: string[] }) =>
  fact.userIds.map((userId) => `${fact.groupId} ${userId}`)
const pairsOfShares = (fact: { groupId: string; dashboardIds: string[] }) =>
  fact.dashboardIds.map((dashboardId) => `${fact.groupId} ${dashboardId}`)
