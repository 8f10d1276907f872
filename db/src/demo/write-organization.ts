import type { TransactionSql } from '../connection.ts'
import type { DemoOrganization } from './demo-organization.ts'

/** Writes a demo organization with one statement per table. */
export async function writeOrganization(sql: TransactionSql, demo: DemoOrganization): Promise<void> {
  const { id, name, plan } = demo.organization
  const [began] = demo.commits
  await sql`insert into organizations (id, name, plan, version, created_at)
    values (${id}, ${name}, ${plan}, ${demo.commits.length}, ${began?.at ?? new Date()})`
  await sql`insert into users (organization_id, id, email, name, roles, permissions, status, created_at, last_active_at)
    select ${id}, id, email, name, roles, permissions, status, "createdAt", "lastActiveAt"
    from json_to_recordset(${text(demo.users)}::text::json) as row(id uuid, email text, name text, roles text[],
      permissions text[], status text, "createdAt" timestamptz, "lastActiveAt" timestamptz)`
  await sql`insert into groups (organization_id, id, kind, name, description, created_at, created_by)
    select ${id}, id, kind, name, description, "createdAt", "createdBy"
    from json_to_recordset(${text(demo.groups)}::text::json) as row(id uuid, kind text, name text, description text,
      "createdAt" timestamptz, "createdBy" uuid)`
  await sql`insert into dashboards (organization_id, id, name, slug, owner_id, published, created_at, updated_at)
    select ${id}, id, name, slug, "ownerId", published, "createdAt", "updatedAt"
    from json_to_recordset(${text(demo.dashboards)}::text::json) as row(id uuid, name text, slug text,
      "ownerId" uuid, published boolean, "createdAt" timestamptz, "updatedAt" timestamptz)`
  await writeFacts(sql, demo)
  await sql`insert into change_sets (organization_id, id, kind, name, status, created_at, created_by)
    select ${id}, id, kind, name, status, "createdAt", "createdBy"
    from json_to_recordset(${text(demo.changeSets)}::text::json) as row(id uuid, kind text, name text, status text,
      "createdAt" timestamptz, "createdBy" uuid)`
  for (const { changeSetId, update, at } of demo.stagings) {
    await sql`insert into change_set_updates (organization_id, change_set_id, seq, update, at)
      values (${id}, ${changeSetId}, 1, ${update}, ${at})`
  }
  await writeLog(sql, demo)
}

async function writeFacts(sql: TransactionSql, demo: DemoOrganization): Promise<void> {
  const { id } = demo.organization
  const since = versions(demo)
  await sql`insert into group_members (organization_id, group_id, user_id, added_version)
    select ${id}, * from unnest(${demo.memberships.map((fact) => fact.groupId)}::uuid[],
      ${demo.memberships.map((fact) => fact.userId)}::uuid[],
      ${demo.memberships.map((fact) => since.get(`${fact.groupId} ${fact.userId}`) ?? 1)}::bigint[])`
  await sql`insert into dashboard_shares (organization_id, group_id, dashboard_id, added_version)
    select ${id}, * from unnest(${demo.shares.map((fact) => fact.groupId)}::uuid[],
      ${demo.shares.map((fact) => fact.dashboardId)}::uuid[],
      ${demo.shares.map((fact) => since.get(`${fact.groupId} ${fact.dashboardId}`) ?? 1)}::bigint[])`
}

/** The commit that brought each membership and share. */
function versions(demo: DemoOrganization): Map<string, number> {
  const since = new Map<string, number>()
  for (const { version, changes } of demo.commits) {
    for (const change of changes) {
      if (change.op !== 'add') continue
      const ids = 'userIds' in change ? change.userIds : change.dashboardIds
      for (const right of ids) since.set(`${change.groupId} ${right}`, version)
    }
  }
  return since
}

async function writeLog(sql: TransactionSql, demo: DemoOrganization): Promise<void> {
  const { id } = demo.organization
  const log = text(demo.commits)
  await sql`insert into commits (organization_id, version, mutation_id, mutation, actor_id, at, change_set_id, changes)
    select ${id}, version, "mutationId", mutation, "actorId", at, "changeSetId", changes
    from json_to_recordset(${log}::text::json) as row(version bigint, "mutationId" uuid, mutation text,
      "actorId" uuid, at timestamptz, "changeSetId" uuid, changes jsonb)`
  await sql`insert into mutation_results (organization_id, mutation_id, actor_id, version, result)
    select ${id}, "mutationId", "actorId", version, result
    from json_to_recordset(${log}::text::json) as row(version bigint, "mutationId" uuid, "actorId" uuid, result jsonb)`
}

const text = (rows: unknown) => JSON.stringify(rows)
