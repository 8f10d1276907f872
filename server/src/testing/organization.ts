/** A small organization for one suite: everyone a test needs to be. */
import type { Sql } from '@muster/db/connection.ts'
import { writeGroup, writeOrganization, writePerson } from '@muster/db/test-organization.ts'
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
  hashed ??= hashPassword(password)
  const passwordHash = await hashed
  const { id, draftId } = await writeOrganization(sql, name)
  const person = async (key: string, role: string, status = 'active', permissions: string[] = []) => {
    const email = `${key}@${id.slice(0, 8)}.example`
    const wanted = { name: key, email, role, status, permissions, passwordHash }
    return { ...(await writePerson(sql, id, wanted)), email, password }
  }
  const people = {
    admin: await person('ana', 'admin'),
    secondAdmin: await person('tom', 'admin'),
    manager: await person('jonas', 'manager', 'active', ['manageGroups']),
    plainManager: await person('priya', 'manager'),
    viewer: await person('vera', 'viewer'),
    disabled: await person('dora', 'admin', 'disabled'),
    invited: await person('ivan', 'admin', 'invited'),
  }
  const groupId = await writeGroup(sql, id, { name: 'Field Operations', userIds: [people.viewer.userId] })
  return { id, draftId, groupId, ...people }
}
