/** Statements that add and remove many memberships or shares at once. Ids travel as array literals. */
import type { Id } from '@muster/sync/protocol/scalars.ts'
import type { Statement } from './postgres-transaction.ts'

/** Members or dashboards of one group. */
export interface Stretch {
  groupId: Id
  otherIds: readonly Id[]
}

export const relationTables = {
  membership: { name: 'group_members', other: 'user_id' },
  share: { name: 'dashboard_shares', other: 'dashboard_id' },
} as const

export type RelationEntity = keyof typeof relationTables

/**
 * Inserts pairs, in the order of the index (a sixth faster). Fails by primary key when one is there already, by
 * foreign key when its ends are not.
 */
export function addPairs(
  entity: RelationEntity,
  organizationId: Id,
  stretches: readonly Stretch[],
): Statement {
  const { name, other } = relationTables[entity]
  return {
    label: `add ${entity}`,
    text: `insert into ${name} (organization_id, group_id, ${other})
      select $1, p.group_id, p.other_id from unnest($2::uuid[], $3::uuid[]) as p(group_id, other_id)
      order by p.group_id, p.other_id`,
    values: [organizationId, groupIdsOf(stretches), otherIdsOf(stretches)],
    prepare: true,
  }
}

/** Deletes pairs. Fails with `MISCOUNT` when one is not there. */
export function removePairs(
  entity: RelationEntity,
  organizationId: Id,
  stretches: readonly Stretch[],
): Statement {
  const { name, other } = relationTables[entity]
  return {
    label: `remove ${entity}`,
    text: `with gone as (
        delete from ${name} t using unnest($2::uuid[], $3::uuid[]) as p(group_id, other_id)
        where t.organization_id = $1 and t.group_id = p.group_id and t.${other} = p.other_id returning 1)
      select 1 / (count(*) = $4::int)::int from gone`,
    values: [organizationId, groupIdsOf(stretches), otherIdsOf(stretches), countOf(stretches)],
    prepare: true,
  }
}

export function countOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { otherIds }) => sum + otherIds.length, 0)
}

/** The same pairs in pieces of at most `size`. */
export function* piecesOf(stretches: readonly Stretch[], size: number): Generator<Stretch[]> {
  let piece: Stretch[] = []
  let room = size
  for (const { groupId, otherIds } of stretches) {
    for (let at = 0; at < otherIds.length; ) {
      const ids = otherIds.slice(at, at + room)
      piece.push({ groupId, otherIds: ids })
      at += ids.length
      room -= ids.length
      if (room > 0) continue
      yield piece
      piece = []
      room = size
    }
  }
  if (piece.length > 0) yield piece
}

/** Ids need no quotes in an array literal. */
const otherIdsOf = (stretches: readonly Stretch[]) =>
  `{${stretches.map(({ otherIds }) => otherIds.join()).join()}}`

const groupIdsOf = (stretches: readonly Stretch[]) =>
  `{${stretches
    .map(({ groupId, otherIds }) => `${groupId},`.repeat(otherIds.length))
    .join('')
    .slice(0, -1)}}`
