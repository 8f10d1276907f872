/** Stores a whole organization as it is, without commits. */

import type { Change } from '@muster/sync/model/change.ts'
import type { OrganizationImage } from '@muster/sync/model/organization-image.ts'
import type { Pool } from '../sync/postgres-pool.ts'
import { PostgresTransaction } from '../sync/postgres-transaction.ts'
import { writesOf } from '../sync/postgres-writes.ts'

export async function seedImage(pool: Pool, image: OrganizationImage): Promise<void> {
  const { id, parentId, name, plan } = image.organization
  const changes: Change[] = [
    ...image.users.map((after): Change => ({ entity: 'user', op: 'create', id: after.id, after })),
    ...image.groups.map((after): Change => ({ entity: 'group', op: 'create', id: after.id, after })),
    ...image.dashboards.map((after): Change => ({ entity: 'dashboard', op: 'create', id: after.id, after })),
    ...image.changeSets.map((after): Change => ({ entity: 'changeSet', op: 'create', id: after.id, after })),
    ...image.members.map((row): Change => ({ entity: 'membership', op: 'add', ...row })),
    ...image.shares.map((row): Change => ({ entity: 'share', op: 'add', ...row })),
  ]
  const transaction = await PostgresTransaction.open(pool)
  transaction.send({
    label: 'seed organization',
    text: 'insert into organizations (id, parent_id, name, plan, version) values ($1, $2, $3, $4, $5)',
    values: [id, parentId, name, plan, image.version],
  })
  for (const { statement } of writesOf(id, changes)) transaction.send(statement)
  await transaction.commit()
}
