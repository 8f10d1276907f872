import type { Commit } from '@muster/sync/model/commit.ts'
import type { ChangeSet, Group, Organization, User } from '@muster/sync/model/entities.ts'

interface Founding {
  organizationId: string
  organizationName: string
  name: string
  email: string
  now: string
  id(): string
}

/** What a new organization begins with, and the commit that says so. Nobody is its actor. */
export function firstCommit(founding: Founding) {
  const { now, id } = founding
  const organization: Organization = {
    id: founding.organizationId,
    parentId: null,
    name: founding.organizationName,
    // Limits belong to a subscription; a server of one's own has none.
    plan: 'enterprise',
  }
  const user: User = {
    id: id(),
    email: founding.email,
    name: founding.name,
    roles: ['admin'],
    permissions: [],
    status: 'active',
    createdAt: now,
    lastActiveAt: null,
  }
  const builtIn = (kind: Group['kind'], name: string): Group => ({
    id: id(),
    kind,
    name,
    description: '',
    createdAt: now,
    createdBy: null,
  })
  const builtIns = [builtIn('all-users', 'All Users'), builtIn('all-analysts', 'All Analysts')]
  const draft: ChangeSet = {
    id: id(),
    kind: 'draft',
    name: 'Shared draft',
    status: 'open',
    createdAt: now,
    createdBy: null,
    closedAt: null,
    closedBy: null,
  }
  const commit: Commit = {
    organizationId: organization.id,
    version: 1,
    mutationId: id(),
    mutation: 'organization.setUp',
    actorId: null,
    at: now,
    changeSetId: null,
    changes: [
      { entity: 'organization', op: 'create', id: organization.id, after: organization },
      { entity: 'user', op: 'create', id: user.id, after: user },
      ...builtIns.map((group) => ({ entity: 'group', op: 'create', id: group.id, after: group }) as const),
      { entity: 'changeSet', op: 'create', id: draft.id, after: draft },
    ],
  }
  return { commit, organization, user, builtIns, draft }
}
