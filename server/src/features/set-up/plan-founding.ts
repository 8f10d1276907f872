import type { Commit } from '@muster/sync/model/commit.ts'
import type { Organization } from '@muster/sync/model/entities.ts'
import { Replica } from '@muster/sync/model/replica.ts'
import { planMutation } from '@muster/sync/mutations/plan-mutation.ts'
import { isProblem, type Problem } from '@muster/sync/protocol/problem.ts'

export interface Founding {
  organizationName: string
  name: string
  email: string
  now: string
  /** A fresh id at every call. */
  id(): string
}

/** The first organization and its commit 1, by the rules of `organization.setUp`. */
export function planFounding(founding: Founding): { organization: Organization; commit: Commit } | Problem {
  const { id, now } = founding
  const organization: Organization = {
    id: id(),
    parentId: null,
    name: founding.organizationName,
    // Limits come with a subscription; a server of one's own has none.
    plan: 'enterprise',
  }
  const empty = Replica.from({
    organization,
    version: 0,
    users: [],
    groups: [],
    dashboards: [],
    changeSets: [],
    members: [],
    shares: [],
  })
  const mutation = 'organization.setUp'
  const mutationId = id()
  const args = {
    organizationId: organization.id,
    name: organization.name,
    founder: { userId: id(), email: founding.email, name: founding.name },
    allUsersId: id(),
    allAnalystsId: id(),
    draftId: id(),
  }
  const planned = planMutation(empty, mutation, args, { actorId: null, now, mutationId })
  if (isProblem(planned)) return planned
  const { changes } = planned
  const of = { organizationId: organization.id, version: 1, mutationId, mutation, at: now }
  return { organization, commit: { ...of, actorId: null, changeSetId: null, changes } }
}
