/** Fills a database of Muster with the world, straight into the tables, and with admins who can sign in. */
import { hash } from '@node-rs/argon2'
import { connect, type Sql } from '../../../db/src/connection.ts'
import { migrate } from '../../../db/src/migrate.ts'
import { writeOrganization, writePerson } from '../../../db/src/test-organization.ts'
import type { Group, World } from '../world.ts'

export interface Admin {
  userId: string
  email: string
  password: string
}

export interface Seeded {
  organizationId: string
  /** The change set that everybody shares. */
  draftId: string
  admins: Admin[]
}

const password = 'correct horse battery staple'

export async function seed(url: string, world: World, adminCount: number): Promise<Seeded> {
  const sql = connect(url)
  try {
    await migrate(sql)
    const { id, draftId } = await writeOrganization(sql, 'Bench')
    await writePeople(sql, id, world)
    for (const group of [world.live, ...world.empty, ...world.lists.values()])
      await writeGroup(sql, id, group)
    const passwordHash = await hash(password)
    const admins: Admin[] = []
    for (let index = 0; index < adminCount; index++) {
      const email = `admin.${index}@bench.example`
      const person = { name: `Admin ${index}`, email, role: 'admin', passwordHash }
      const { userId } = await writePerson(sql, id, person)
      admins.push({ userId, email, password })
    }
    await sql`vacuum analyze`
    return { organizationId: id, draftId, admins }
  } finally {
    await sql.end()
  }
}

/** Each was last active at a moment of their own, in an order that has nothing to do with their names. */
async function writePeople(sql: Sql, organizationId: string, { people }: World): Promise<void> {
  const ids = people.map((person) => person.id)
  const emails = people.map((person) => person.email)
  const names = people.map((person) => person.name)
  await sql`insert into users (organization_id, id, email, name, roles, permissions, status, last_active_at)
    select ${organizationId}, id, email, name, '{viewer}', '{}', 'active',
      timestamptz '2026-01-01' + (hashtext(email) % 10000000) * interval '1 second'
    from unnest(${ids}::uuid[], ${emails}::text[], ${names}::text[]) as person (id, email, name)`
}

async function writeGroup(sql: Sql, organizationId: string, group: Group): Promise<void> {
  await sql`insert into groups (organization_id, id, kind, name) values (${organizationId}, ${group.id}, 'custom', ${group.name})`
  await sql`insert into group_members (organization_id, group_id, user_id)
    select ${organizationId}, ${group.id}, user_id from unnest(${[...group.memberIds]}::uuid[]) as user_id`
}
