/** Mints organizations straight in the database, one per test, so tests never see each other. */
import { randomUUID } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import postgres from 'postgres'

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
}

const password = 'correct horse battery staple'
const passwordHash = hash(password)
const adminNames = ['Ana Ferreira', 'Tom Okafor', 'Bea Lindqvist']

const open = () => postgres(process.env.MUSTER_E2E_DATABASE ?? '', { max: 1, onnotice: () => {} })

async function addPerson(
  sql: postgres.TransactionSql,
  organizationId: string,
  name: string,
  role: string,
  domain: string,
): Promise<SignIn> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@${domain}`
  const accountId = randomUUID()
  const userId = randomUUID()
  await sql`insert into accounts (id, email, password_hash) values (${accountId}, ${email}, ${await passwordHash})`
  await sql`insert into users (organization_id, id, account_id, email, name, roles, permissions, status)
    values (${organizationId}, ${userId}, ${accountId}, ${email}, ${name}, ${[role]}, ${role === 'manager' ? ['manageGroups'] : []}, 'active')`
  return { userId, name, email, password }
}

/** A fresh organization with three admins: Ana, Tom and Bea. */
export async function mintOrganization(options: MintOptions = {}): Promise<MintedOrganization> {
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
  } = options
  const id = randomUUID()
  const domain = `${id.slice(0, 8)}.example`
  const name = `Halden ${id.slice(0, 4)}`
  const number = (index: number) => String(index + 1).padStart(2, '0')
  const people = Array.from({ length: peopleCount }, (_, index) => ({
    id: randomUUID(),
    name: `Person ${number(index)}`,
    email: `person.${number(index)}@${domain}`,
  }))
  const groups = groupNames.map((groupName) => ({ id: randomUUID(), name: groupName }))
  const dashboards = Array.from({ length: dashboardCount }, (_, index) => ({
    id: randomUUID(),
    name: `Dashboard ${number(index)}`,
  }))
  const connection = open()
  try {
    return await connection.begin(async (sql) => {
      await sql`insert into organizations (id, name, plan, version) values (${id}, ${name}, 'business', 1)`
      await sql`insert into commits (organization_id, version, mutation_id, mutation, at, changes)
        values (${id}, 1, ${randomUUID()}, 'organization.setUp', now(), '[]')`
      const someone = async (names: string[], role: string) => {
        const all: SignIn[] = []
        for (const each of names) all.push(await addPerson(sql, id, each, role, domain))
        return all
      }
      const admins = await someone(adminNames, 'admin')
      const managers = await someone(['Jonas Weber', 'Priya Raman'].slice(0, managerCount), 'manager')
      const viewers = await someone(['Vera Novak', 'Viktor Hansen'].slice(0, viewerCount), 'viewer')
      await sql`insert into users (organization_id, id, email, name, roles, permissions, status)
        select ${id}, id, email, name, '{viewer}', '{}', 'active'
        from jsonb_to_recordset(${sql.json(people)}) as person (id uuid, email text, name text)`
      const builtIns = [
        { kind: 'all-users', name: 'All Users' },
        { kind: 'all-analysts', name: 'All Analysts' },
      ]
      for (const group of builtIns) {
        await sql`insert into groups (organization_id, id, kind, name, description) values (${id}, ${randomUUID()}, ${group.kind}, ${group.name}, '')`
      }
      for (const row of dashboards) {
        await sql`insert into dashboards (organization_id, id, name, slug, owner_id, published)
          values (${id}, ${row.id}, ${row.name}, ${row.name.toLowerCase().replaceAll(' ', '-')}, ${admins[0]?.userId ?? null}, true)`
      }
      for (const group of groups) {
        await sql`insert into groups (organization_id, id, kind, name, description) values (${id}, ${group.id}, 'custom', ${group.name}, ${`Everyone in ${group.name}`})`
        const memberIds = people.slice(0, members).map((person) => person.id)
        await sql`insert into group_members (organization_id, group_id, user_id, added_version)
          select ${id}, ${group.id}, user_id, 1 from unnest(${memberIds}::uuid[]) as user_id`
        for (const row of dashboards.slice(0, shared)) {
          await sql`insert into dashboard_shares (organization_id, group_id, dashboard_id, added_version) values (${id}, ${group.id}, ${row.id}, 1)`
        }
      }
      await sql`insert into change_sets (organization_id, id, kind, name, status) values (${id}, ${randomUUID()}, 'draft', 'Shared draft', 'open')`
      return { id, name, admins, managers, viewers, people, groups, dashboards }
    })
  } finally {
    await connection.end()
  }
}
