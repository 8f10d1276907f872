import { z } from 'zod'
import type { Change } from '../model/change.ts'
import { ChangeSetName, Email, Organization, User } from '../model/entities.ts'
import { problem } from '../protocol/problem.ts'
import { Id } from '../protocol/scalars.ts'
import type { Mutation } from './mutation.ts'

const args = z.strictObject({
  organizationId: Id,
  name: Organization.shape.name,
  founder: z.strictObject({ userId: Id, email: Email, name: User.shape.name }),
  allUsersId: Id,
  allAnalystsId: Id,
  draftId: Id,
  draftName: ChangeSetName.default('Shared draft'),
})

/**
 * First commit of an empty organization: its name, its first admin, the built-in groups (C29, C30) and
 * the Shared draft. Parts that are there already are left as they are.
 */
export const organizationSetUp: Mutation<z.infer<typeof args>, { organizationId: Id }> = {
  name: 'organization.setUp',
  args,
  requires: 'console',
  internal: true,
  plan(state, { organizationId, name, founder, allUsersId, allAnalystsId, draftId, draftName }, { now }) {
    if (state.organization.id !== organizationId) return problem('not-found', 'There is no such organization')
    if (state.users.size > 0) return problem('conflict', 'This organization is set up already')
    const changes: Change[] = []
    if (state.organization.name !== name)
      changes.push({
        entity: 'organization',
        op: 'update',
        id: organizationId,
        before: { name: state.organization.name },
        after: { name },
      })
    changes.push({
      entity: 'user',
      op: 'create',
      id: founder.userId,
      after: {
        id: founder.userId,
        email: founder.email,
        name: founder.name,
        roles: ['admin'],
        permissions: [],
        status: 'active',
        createdAt: now,
        lastActiveAt: now,
      },
    })
    const builtIn = [
      { id: allUsersId, kind: 'all-users', name: 'All Users', description: 'Every active user' },
      {
        id: allAnalystsId,
        kind: 'all-analysts',
        name: 'All Analysts',
        description: 'Every active admin and analyst',
      },
    ] as const
    const kinds = new Set([...state.groups.values()].map((group) => group.kind))
    for (const group of builtIn) {
      if (kinds.has(group.kind)) continue
      const after = { ...group, createdAt: now, createdBy: null }
      changes.push({ entity: 'group', op: 'create', id: group.id, after })
    }
    if (![...state.changeSets.values()].some((changeSet) => changeSet.kind === 'draft'))
      changes.push({
        entity: 'changeSet',
        op: 'create',
        id: draftId,
        after: {
          id: draftId,
          kind: 'draft',
          name: draftName,
          status: 'open',
          createdAt: now,
          createdBy: null,
          closedAt: null,
          closedBy: null,
        },
      })
    return { changes, result: { organizationId } }
  },
}
