/** Statements that add and remove many memberships or shares at once. Ids travel as array literals. */
import type { Id, Version } from '@muster/sync/protocol/scalars.ts'
import type { Statement } from './postgres-transaction.ts'

/** One membership or share, with the version of the commit that touches it. */
export interface Pair {
  groupId: Id
  otherId: Id
  version: Version
}

const tables = {
  membership: { name: 'group_members', other: 'user_id' },
  share: { name: 'dashboard_shares', other: 'dashboard_id' },
} as const

type RelationEntity = keyof typeof tables

/**
 * Inserts pairs, in the order of the index (a sixth faster). Fails by primary key when one is there already, by
 * foreign key when its ends are not.
 */
export function addPairs(entity: RelationEntity, organizationId: Id, pairs: readonly Pair[]): Statement {
  const { name, other } = tables[entity]
  return {
    label: `add ${entity}`,
    text: `insert into ${name} (organization_id, group_id, ${other}, added_version)
      select $1, p.group_id, p.other_id, p.version
      from unnest($2::uuid[], $3::uuid[], $4::bigint[]) as p(group_id, other_id, version)
      order by p.group_id, p.other_id`,
    values: [organizationId, ...columns(pairs), literal(pairs, ({ version }) => version)],
    prepare: true,
  }
}

/** Deletes pairs. Fails with `MISCOUNT` when one is not there. */
export function removePairs(entity: RelationEntity, organizationId: Id, pairs: readonly Pair[]): Statement {
  const { name, other } = tables[entity]
  return {
    label: `remove ${entity}`,
    text: `with gone as (
        delete from ${name} t using unnest($2::uuid[], $3::uuid[]) as p(group_id, other_id)
        where t.organization_id = $1 and t.group_id = p.group_id and t.${other} = p.other_id returning 1)
      select 1 / (count(*) = $4::int)::int from gone`,
    values: [organizationId, ...columns(pairs), pairs.length],
    prepare: true,
  }
}

const columns = (pairs: readonly Pair[]) => [
  literal(pairs, ({ groupId }) => groupId),
  literal(pairs, ({ otherId }) => otherId),
]

/** Ids and numbers need no quotes in an array literal. */
const literal = (pairs: readonly Pair[], of: (pair: Pair) => Id | Version) => `{${pairs.map(of).join()}}`
