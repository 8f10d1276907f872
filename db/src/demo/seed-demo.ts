import type { Sql, TransactionSql } from '../connection.ts'
import { clockAt, type DemoOrganization } from './demo-organization.ts'
import { type DemoPerson, ingrid, kubernetesPeople } from './demo-people.ts'
import { demoId } from './deterministic.ts'
import { haldenOrganization } from './halden.ts'
import { kubernetesOrganization } from './kubernetes-story.ts'
import { writeOrganization } from './write-organization.ts'

/** One way to sign in to the demo. */
export interface DemoSignIn {
  email: string
  password: string
  role: string
  organization: string
}

export interface SeedOptions {
  /** Makes the stored hash of a password. */
  hash: (password: string) => Promise<string>
  /** The moment that the demo's times are told from; now by default. */
  now?: Date
}

/** "Demo" in ASCII: of several nodes that start at once, one seeds. */
const lockKey = 0x64656d6f

/**
 * Fills a database that has no organization with the demo: "Kubernetes" of real size and the small
 * "Halden Foods", in one transaction. Equal at every seeding but for the times. Answers the sign-ins, also
 * when an earlier start seeded them; an empty list when the database holds somebody's own data.
 */
export async function seedDemo(sql: Sql, { hash, now = new Date() }: SeedOptions): Promise<DemoSignIn[]> {
  const [found] = await sql`select 1 from organizations limit 1`
  if (!found) await seed(sql, hash, now)
  const known = await sql<{ email: string; organization: string }[]>`
    select a.email, o.name as organization from accounts a
    join users u on u.account_id = a.id join organizations o on o.id = u.organization_id
    where a.id = any(${signIns.map(({ person }) => accountId(person))}::uuid[])`
  return signIns.flatMap(({ person, organization }) =>
    known.some((row) => row.email === person.email && row.organization === organization)
      ? [{ email: person.email, password: person.password, role: person.role, organization }]
      : [],
  )
}

const signIns = [
  ...kubernetesPeople.map((person) => ({ person, organization: 'Kubernetes' })),
  { person: ingrid, organization: 'Halden Foods' },
]

async function seed(sql: Sql, hash: SeedOptions['hash'], now: Date): Promise<void> {
  const hashes = await Promise.all(signIns.map(({ person }) => hash(person.password)))
  const clock = clockAt(now)
  const organizations: DemoOrganization[] = [kubernetesOrganization(clock), haldenOrganization(clock)]
  await sql.begin(async (transaction) => {
    await transaction`select pg_advisory_xact_lock(${lockKey})`
    const [found] = await transaction`select 1 from organizations limit 1`
    if (found) return
    for (const organization of organizations) await writeOrganization(transaction, organization)
    await writeAccounts(transaction, hashes)
  })
}

async function writeAccounts(sql: TransactionSql, hashes: readonly string[]): Promise<void> {
  for (const [index, { person }] of signIns.entries()) {
    await sql`insert into accounts (id, email, password_hash)
      values (${accountId(person)}, ${person.email}, ${hashes[index] ?? null})`
    await sql`update users set account_id = ${accountId(person)} where email = ${person.email}`
  }
}

const accountId = (person: DemoPerson) => demoId(`account ${person.email}`)
