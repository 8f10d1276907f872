import { randomUUID } from 'node:crypto'
import { accounts } from '@muster/db/schema/accounts.ts'
import { changeSets } from '@muster/db/schema/change-sets.ts'
import { commits } from '@muster/db/schema/commits.ts'
import { groups } from '@muster/db/schema/groups.ts'
import { organizations } from '@muster/db/schema/organizations.ts'
import { users } from '@muster/db/schema/users.ts'
import type { Change } from '@muster/sync/model/change.ts'
import { isProblem, type Problem, problem } from '@muster/sync/protocol/problem.ts'
import { eq, sql } from 'drizzle-orm'
import type { Database } from '../../auth/database.ts'
import { hashPassword } from '../../auth/password.ts'
import { type Founding, planFounding } from './plan-founding.ts'

export type SetUp = Omit<Founding, 'now' | 'id'> & { password: string }

/** Taken by every set-up for its transaction: two at once cannot both find the database empty. */
const LOCK = 7_261_001

const done = problem('conflict', 'This server is set up already', { detail: 'Sign in instead.' })

/** True while there is no organization. */
export async function isSetUpNeeded(db: Pick<Database, 'select'>): Promise<boolean> {
  const rows = await db.select({ id: organizations.id }).from(organizations).limit(1)
  return rows.length === 0
}

/**
 * Creates the first organization with its built-in groups and Shared draft, and its first admin with an
 * account, as commit 1, in one transaction. A server that has an organization refuses.
 */
export async function setUp(db: Database, input: SetUp): Promise<{ organizationId: string } | Problem> {
  if (!(await isSetUpNeeded(db))) return done
  const founded = planFounding({ ...input, now: new Date().toISOString(), id: randomUUID })
  if (isProblem(founded)) return founded
  const { organization, commit } = founded
  const passwordHash = await hashPassword(input.password)
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
    if (!(await isSetUpNeeded(tx))) return done
    await tx.insert(organizations).values({ ...organization, version: commit.version })
    const accountId = await putAccount(tx, input.email, passwordHash)
    for (const change of commit.changes) await insertRow(tx, organization.id, accountId, change)
    await tx.insert(commits).values({ ...commit, changes: sql`${JSON.stringify(commit.changes)}::jsonb` })
    return { organizationId: organization.id }
  })
}

type Transaction = Pick<Database, 'insert' | 'update'>

/** Founding creates rows and nothing else. */
async function insertRow(tx: Transaction, organizationId: string, accountId: string, change: Change) {
  if (change.op !== 'create') throw new Error(`Founding does not ${change.op} a ${change.entity}`)
  switch (change.entity) {
    case 'user':
      await tx.insert(users).values({ ...change.after, organizationId, accountId })
      break
    case 'group':
      await tx.insert(groups).values({ ...change.after, organizationId })
      break
    case 'changeSet':
      await tx.insert(changeSets).values({ ...change.after, organizationId })
      break
    default:
      throw new Error(`Founding does not create a ${change.entity}`)
  }
}

/** The account with this address, with this password from now on. */
async function putAccount(tx: Transaction, email: string, passwordHash: string): Promise<string> {
  const [known] = await tx
    .update(accounts)
    .set({ passwordHash })
    .where(eq(sql`lower(${accounts.email})`, email))
    .returning({ id: accounts.id })
  if (known) return known.id
  const id = randomUUID()
  await tx.insert(accounts).values({ id, email, passwordHash })
  return id
}
