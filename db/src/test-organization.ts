/** Organizations for tests, written straight into the database: what every suite needs of one. */
import { randomUUID } from 'node:crypto'
import type { Sql, TransactionSql } from './connection.ts'

type Database = Sql | TransactionSql

/** An organization at version 1, with built-in groups and the Shared draft. */
export async function writeOrganization(
  sql: Database,
  name: string,
): Promise<{ id: string; draftId: string }> {
  const id = randomUUID()
  const draftId = randomUUID()
  await sql`insert into organizations (id, name, plan, version) values (${id}, ${name}, 'business', 1)`
  await sql`insert into commits (organization_id, version, mutation_id, mutation, at, changes)
    values (${id}, 1, ${randomUUID()}, 'organization.setUp', now(), '[]')`
  await sql`insert into groups (organization_id, id, kind, name) values
    (${id}, ${randomUUID()}, 'all-users', 'All Users'), (${id}, ${randomUUID()}, 'all-analysts', 'All Analysts')`
  await sql`insert into change_sets (organization_id, id, kind, name) values (${id}, ${draftId}, 'draft', 'Shared draft')`
  return { id, draftId }
}

export interface NewPerson {
  name: string
  email: string
  role: string
  permissions?: string[]
  status?: string
  passwordHash: string
}

/** A user with an account, who can sign in. */
export async function writePerson(
  sql: Database,
  organizationId: string,
  { name, email, role, permissions = [], status = 'active', passwordHash }: NewPerson,
): Promise<{ userId: string; accountId: string }> {
  const [userId, accountId] = [randomUUID(), randomUUID()]
  await sql`insert into accounts (id, email, password_hash) values (${accountId}, ${email}, ${passwordHash})`
  await sql`insert into users (organization_id, id, account_id, email, name, roles, permissions, status) values
    (${organizationId}, ${userId}, ${accountId}, ${email}, ${name}, ${[role]}, ${permissions}, ${status})`
  return { userId, accountId }
}

/** A custom group with its members and shares, as of version 1. */
export async function writeGroup(
  sql: Database,
  organizationId: string,
  group: { name: string; description?: string; userIds: string[]; dashboardIds?: string[] },
): Promise<string> {
  const id = randomUUID()
  const { name, description = '', userIds, dashboardIds = [] } = group
  await sql`insert into groups (organization_id, id, kind, name, description)
    values (${organizationId}, ${id}, 'custom', ${name}, ${description})`
  await sql`insert into group_members (organization_id, group_id, user_id)
    select ${organizationId}, ${id}, user_id from unnest(${userIds}::uuid[]) as user_id`
  await sql`insert into dashboard_shares (organization_id, group_id, dashboard_id)
    select ${organizationId}, ${id}, dashboard_id from unnest(${dashboardIds}::uuid[]) as dashboard_id`
  return id
}
