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

async function writeFacts(
  sql: TransactionSql,
  { organization: { id }, memberships, shares }: DemoOrganization,
): Promise<void> {
  await sql`insert into group_members (organization_id, group_id, user_id)
    select ${id}, * from unnest(${memberships.map((fact) => fact.groupId)}::uuid[],
      ${memberships.map((fact) => fact.userId)}::uuid[])`
  await sql`insert into dashboard_shares (organization_id, group_id, dashboard_id)
    select ${id}, * from unnest(${shares.map((fact) => fact.groupId)}::uuid[],
      ${shares.map((fact) => fact.dashboardId)}::uuid[])`
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
