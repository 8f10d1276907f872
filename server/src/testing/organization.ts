/** A small organization for one suite, written straight into the database: everyone a test needs to be. */
import { randomUUID } from 'node:crypto'
import type { Sql } from '@muster/db/connection.ts'
import { hashPassword } from '../auth/password.ts'

export interface TestPerson {
  userId: string
  accountId: string
  email: string
  password: string
}

export interface TestOrganization {
  id: string
  draftId: string
  groupId: string
  admin: TestPerson
  secondAdmin: TestPerson
  manager: TestPerson
  /** A manager without Manage groups. */
  plainManager: TestPerson
  viewer: TestPerson
  disabled: TestPerson
  invited: TestPerson
}

const password = 'correct horse battery staple'
let hashed: Promise<string> | undefined

export async function createOrganization(sql: Sql, name = 'Halden Metering'): Promise<TestOrganization> {
  const id = randomUUID()
  const draftId = randomUUID()
  const groupId = randomUUID()
  hashed ??= hashPassword(password)
  const passwordHash = await hashed
  await sql`insert into organizations (id, name, plan) values (${id}, ${name}, 'business')`
  const person = async (key: string, role: string, status = 'active', permissions: string[] = []) => {
    const email = `${key}@${id.slice(0, 8)}.example`
    const [userId, accountId] = [randomUUID(), randomUUID()]
    await sql`insert into accounts (id, email, password_hash) values (${accountId}, ${email}, ${passwordHash})`
    await sql`insert into users (organization_id, id, account_id, email, name, roles, permissions, status)
      values (${id}, ${userId}, ${accountId}, ${email}, ${key}, ${[role]}, ${permissions}, ${status})`
    return { userId, accountId, email, password }
  }
  const organization = {
    id,
    draftId,
    groupId,
    admin: await person('ana', 'admin'),
    secondAdmin: await person('tom', 'admin'),
    manager: await person('jonas', 'manager', 'active', ['manageGroups']),
    plainManager: await person('priya', 'manager'),
    viewer: await person('vera', 'viewer'),
    disabled: await person('dora', 'admin', 'disabled'),
    invited: await person('ivan', 'admin', 'invited'),
  }
  const groups = [
    { organization_id: id, id: randomUUID(), kind: 'all-users', name: 'All Users' },
    { organization_id: id, id: randomUUID(), kind: 'all-analysts', name: 'All Analysts' },
    { organization_id: id, id: groupId, kind: 'custom', name: 'Field Operations' },
  ]
  await sql`insert into groups ${sql(groups)}`
  await sql`insert into group_members (organization_id, group_id, user_id, added_version)
    values (${id}, ${groupId}, ${organization.viewer.userId}, 1)`
  await sql`insert into change_sets (organization_id, id, kind, name) values (${id}, ${draftId}, 'draft', 'Shared draft')`
  return organization
}
