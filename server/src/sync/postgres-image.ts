/**
 * Reads all saved rows of an organization in one snapshot, fast: 100,000 users and a million memberships
 * take a second or two. Memberships come as one text per group, the members' ids in hex end to end:
 * making and reading a row or an array element each would take three times as long.
 */
import type { ChangeSet, Dashboard, Group, Organization, User } from '@muster/sync/model/entities.ts'
import type { OrganizationImage } from '@muster/sync/model/organization-image.ts'
import type { Id, Version } from '@muster/sync/protocol/scalars.ts'
import type { Pool } from './postgres-pool.ts'
import { selectList, tables } from './postgres-table.ts'
import { PostgresTransaction } from './postgres-transaction.ts'

/** Undefined when there is no such organization. Throws `ConnectionLost`. */
export async function loadImage(pool: Pool, organizationId: Id): Promise<OrganizationImage | undefined> {
  const transaction = await PostgresTransaction.open(pool, 'repeatable read, read only')
  const rowsOf = <T extends object>(entity: keyof typeof tables) =>
    transaction.send<T>({
      label: `load ${entity}`,
      text: `select ${selectList(entity)} from ${tables[entity].name} where organization_id = $1`,
      values: [organizationId],
    })
  const idsOf = (table: string, column: string) =>
    transaction.send<{ groupId: Id; ids: string }>({
      label: `load ${table}`,
      text: `select group_id as "groupId", encode(string_agg(uuid_send(${column}), ''), 'hex') as ids
        from ${table} where organization_id = $1 group by group_id`,
      values: [organizationId],
    })
  const answers = Promise.all([
    transaction.send<Organization & { version: Version }>({
      label: 'load organization',
      text: 'select id, parent_id as "parentId", name, plan, version from organizations where id = $1',
      values: [organizationId],
    }),
    rowsOf<User>('user'),
    rowsOf<Group>('group'),
    rowsOf<Dashboard>('dashboard'),
    rowsOf<ChangeSet>('changeSet'),
    idsOf('group_members', 'user_id'),
    idsOf('dashboard_shares', 'dashboard_id'),
  ])
  answers.catch(() => {})
  await transaction.commit()
  const [[row], users, groups, dashboards, changeSets, members, shares] = await answers
  if (!row) return undefined
  const { version, ...organization } = row
  const userIds = idReader(users)
  const dashboardIds = idReader(dashboards)
  return {
    organization,
    version,
    users,
    groups,
    dashboards,
    changeSets,
    members: members.map(({ groupId, ids }) => ({ groupId, userIds: userIds(ids) })),
    shares: shares.map(({ groupId, ids }) => ({ groupId, dashboardIds: dashboardIds(ids) })),
  }
}

/**
 * Reads ids from hex, 32 digits each. Gives the one string of each row's id, so that a million memberships
 * do not keep a million strings alive. Foreign keys promise that the row is in the same snapshot.
 */
function idReader(rows: readonly { id: Id }[]): (hex: string) => Id[] {
  const known = new Map(rows.map(({ id }) => [id.replaceAll('-', ''), id]))
  return (hex) => {
    const ids: Id[] = []
    for (let at = 0; at < hex.length; at += 32) {
      const id = known.get(hex.slice(at, at + 32))
      if (id !== undefined) ids.push(id)
    }
    return ids
  }
}
