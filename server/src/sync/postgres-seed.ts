/** Stores a whole organization as it is, without commits: for tests and benchmarks. */

import type { Change } from '@muster/sync/model/change.ts'
import type { OrganizationImage } from '@muster/sync/model/organization-image.ts'
import type { Pool } from './postgres-pool.ts'
import { PostgresTransaction } from './postgres-transaction.ts'
import { writesOf } from './postgres-writes.ts'

export async function seedImage(pool: Pool, image: OrganizationImage): Promise<void> {
  const { id, parentId, name, plan } = image.organization
  const changes: Change[] = [
    ...image.users.map((after) => ({ entity: 'user' as const, op: 'create' as const, id: after.id, after })),
    ...image.groups.map((after) => ({
      entity: 'group' as const,
      op: 'create' as const,
      id: after.id,
      after,
    })),
    ...image.dashboards.map((after) => ({
      entity: 'dashboard' as const,
      op: 'create' as const,
      id: after.id,
      after,
    })),
    ...image.changeSets.map((after) => ({
      entity: 'changeSet' as const,
      op: 'create' as const,
      id: after.id,
      after,
    })),
    ...image.members.map((row) => ({ entity: 'membership' as const, op: 'add' as const, ...row })),
    ...image.shares.map((row) => ({ entity: 'share' as const, op: 'add' as const, ...row })),
  ]
  const commit = {
    organizationId: id,
    // Rows say which commit added them; those of an organization without commits say the first.
    version: Math.max(1, image.version),
    mutationId: id,
    mutation: 'seed',
    actorId: null,
    at: new Date(0).toISOString(),
    changeSetId: null,
    changes,
  }
  const transaction = await PostgresTransaction.open(pool)
  transaction.send({
    label: 'seed organization',
    text: 'insert into organizations (id, parent_id, name, plan, version) values ($1, $2, $3, $4, $5)',
    values: [id, parentId, name, plan, image.version],
  })
  for (const { statement } of writesOf(id, [{ commit, result: null }])) transaction.send(statement)
  await transaction.commit()
}
