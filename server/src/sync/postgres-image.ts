/**
 * Reads all saved rows of an organization in one snapshot, fast: 100,000 users and a million memberships
 * take about a second, and nobody else on this node waits for more than a slice of it. Memberships come as
 * one text per group, the members' ids in hex end to end: making and reading a row or an array element each
 * would take three times as long.
 */
import type { ChangeSet, Dashboard, Group, Organization, User } from '@muster/sync/model/entities.ts'
import type { OrganizationImage } from '@muster/sync/model/organization-image.ts'
import type { Id, Version } from '@muster/sync/protocol/scalars.ts'
import { HexIds } from './hex-ids.ts'
import { PostgresCursor } from './postgres-cursor.ts'
import type { Pool } from './postgres-pool.ts'
import { selectList, tables } from './postgres-table.ts'
import { PostgresTransaction } from './postgres-transaction.ts'

/** Rows read between two chances for others to run. */
const ROWS = 2_000
/** Groups likewise; each may have many members. */
const GROUPS = 8
/** Ids likewise, 32 digits each. */
const DIGITS = 50_000 * 32

/** Undefined when there is no such organization. Throws `ConnectionLost`. */
export async function loadImage(pool: Pool, organizationId: Id): Promise<OrganizationImage | undefined> {
  const transaction = await PostgresTransaction.open(pool, 'repeatable read, read only')
  try {
    const image = await readImage(transaction, organizationId)
    await transaction.commit()
    return image
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}

async function readImage(
  transaction: PostgresTransaction,
  organizationId: Id,
): Promise<OrganizationImage | undefined> {
  const rowsOf = async <T extends object>(entity: keyof typeof tables) => {
    const { name } = tables[entity]
    const text = `select ${selectList(entity)} from ${name} where organization_id = $1`
    const cursor = new PostgresCursor<T>(transaction, name, ROWS, { text, values: [organizationId] })
    const rows: T[] = []
    for await (const batch of cursor.batches()) for (const row of batch) rows.push(row)
    return rows
  }
  const related = async (table: string, column: string, rows: readonly { id: Id }[]) => {
    const text = `select group_id as "groupId", encode(string_agg(uuid_send(${column}), ''), 'hex') as ids
      from ${table} where organization_id = $1 group by group_id`
    const statement = { text, values: [organizationId] }
    const cursor = new PostgresCursor<{ groupId: Id; ids: string }>(transaction, table, GROUPS, statement)
    // Made while Postgres is at it.
    const known = new HexIds(rows)
    const all: { groupId: Id; ids: Id[] }[] = []
    for await (const batch of cursor.batches())
      for (const { groupId, ids } of batch) all.push({ groupId, ids: await idsIn(known, ids) })
    return all
  }
  const [row] = await transaction.send<Organization & { version: Version }>({
    label: 'load organization',
    text: 'select id, parent_id as "parentId", name, plan, version from organizations where id = $1',
    values: [organizationId],
  })
  if (!row) return undefined
  const { version, ...organization } = row
  const users = await rowsOf<User>('user')
  const members = await related('group_members', 'user_id', users)
  const dashboards = await rowsOf<Dashboard>('dashboard')
  const shares = await related('dashboard_shares', 'dashboard_id', dashboards)
  return {
    organization,
    version,
    users,
    groups: await rowsOf<Group>('group'),
    dashboards,
    changeSets: await rowsOf<ChangeSet>('changeSet'),
    members: members.map(({ groupId, ids }) => ({ groupId, userIds: ids })),
    shares: shares.map(({ groupId, ids }) => ({ groupId, dashboardIds: ids })),
  }
}

async function idsIn(known: HexIds, hex: string): Promise<Id[]> {
  const ids: Id[] = []
  for (let at = 0; at < hex.length; at += DIGITS) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve))
    known.read(hex.slice(at, at + DIGITS), ids)
  }
  return ids
}
