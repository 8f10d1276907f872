/** Mints organizations straight in the database, one per test, so tests never see each other. */
import { randomUUID } from 'node:crypto'
import { connect } from '@muster/db/connection.ts'
import { writeGroup, writeOrganization, writePerson } from '@muster/db/test-organization.ts'
import { hash } from '@node-rs/argon2'

export interface SignIn {
  userId: string
  name: string
  email: string
  password: string
}

export interface MintedOrganization {
  id: string
  name: string
  admins: SignIn[]
  managers: SignIn[]
  viewers: SignIn[]
  /** People without a sign-in: `Person 01` and so on. */
  people: { id: string; name: string; email: string }[]
  groups: { id: string; name: string }[]
  dashboards: { id: string; name: string }[]
}

export interface MintOptions {
  people?: number
  /** Names of custom groups; the first `members` people are in each. */
  groups?: string[]
  members?: number
  dashboards?: number
  /** How many of the dashboards are shared with every group. */
  shared?: number
  viewers?: number
  managers?: number
  /** Three have names of their own; more are numbered. */
  admins?: number
}

const password = 'correct horse battery staple'
const passwordHash = hash(password)
const adminNames = ['Ana Ferreira', 'Tom Okafor', 'Bea Lindqvist']

/** A fresh organization with three admins, unless more are wanted: Ana, Tom and Bea. In the database that the tests share, unless told. */
export async function mintOrganization(
  options: MintOptions = {},
  database = process.env.MUSTER_E2E_DATABASE ?? '',
): Promise<MintedOrganization> {
  const {
    people: peopleCount = 30,
    groups: groupNames = ['Sales', 'Support', 'Finance'],
    members = 5,
  } = options
  const {
    dashboards: dashboardCount = 6,
    shared = 2,
    viewers: viewerCount = 1,
    managers: managerCount = 1,
    admins: adminCount = adminNames.length,
  } = options
  const mark = randomUUID().slice(0, 8)
  const domain = `${mark}.example`
  const name = `Halden ${mark.slice(0, 4)}`
  const number = (index: number) => String(index + 1).padStart(2, '0')
  const people = Array.from({ length: peopleCount }, (_, index) => ({
    id: randomUUID(),
    name: `Person ${number(index)}`,
    email: `person.${number(index)}@${domain}`,
  }))
  const dashboards = Array.from({ length: dashboardCount }, (_, index) => ({
    id: randomUUID(),
    name: `Dashboard ${number(index)}`,
  }))
  const connection = connect(database, { max: 1 })
  try {
    return await connection.begin(async (sql) => {
      const { id } = await writeOrganization(sql, name)
      const someone = async (names: string[], role: string) => {
        const all: SignIn[] = []
        for (const each of names) {
          const email = `${each.toLowerCase().replaceAll(' ', '.')}@${domain}`
          const permissions = role === 'manager' ? ['manageGroups'] : []
          const person = { name: each, email, role, permissions, passwordHash: await passwordHash }
          const { userId } = await writePerson(sql, id, person)
          all.push({ userId, name: each, email, password })
        }
        return all
      }
      const named = Array.from({ length: adminCount }, (_, at) => adminNames[at] ?? `Admin ${number(at)}`)
      const admins = await someone(named, 'admin')
      const managers = await someone(['Jonas Weber', 'Priya Raman'].slice(0, managerCount), 'manager')
      const viewers = await someone(['Vera Novak', 'Viktor Hansen'].slice(0, viewerCount), 'viewer')
      await sql`insert into users (organization_id, id, email, name, roles, permissions, status)
        select ${id}, id, email, name, '{viewer}', '{}', 'active'
        from jsonb_to_recordset(${sql.json(people)}) as person (id uuid, email text, name text)`
      for (const row of dashboards) {
        await sql`insert into dashboards (organization_id, id, name, slug, owner_id, published)
          values (${id}, ${row.id}, ${row.name}, ${row.name.toLowerCase().replaceAll(' ', '-')}, ${admins[0]?.userId ?? null}, true)`
      }
      const groups: MintedOrganization['groups'] = []
      for (const groupName of groupNames) {
        const groupId = await writeGroup(sql, id, {
          name: groupName,
          description: `Everyone in ${groupName}`,
          userIds: people.slice(0, members).map((person) => person.id),
          dashboardIds: dashboards.slice(0, shared).map((row) => row.id),
        })
        groups.push({ id: groupId, name: groupName })
      }
      return { id, name, admins, managers, viewers, people, groups, dashboards }
    })
  } finally {
    await connection.end()
  }
}
