/** Work G's ground: an organization of many memberships in a Postgres of its own, with somebody to shut out. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { hash } from '@node-rs/argon2'
import { connect } from '../../../db/src/connection.ts'
import { writePerson } from '../../../db/src/test-organization.ts'
import { startPeerPostgres } from '../peers/peer-postgres.ts'
import { idOf, makeWorld, type World } from '../world.ts'
import { type Admin, type Seeded, seed } from './seed.ts'

export interface LargeOrganization {
  databaseUrl: string
  world: World
  seeded: Seeded
  manager: Admin
  /** What its replica holds, in bytes. */
  replicaBytes(): number
  stop(): Promise<void>
}

const GROUPS = 100
const ADMINS = 30

/** `memberships` are spread over a hundred groups, so there are at least a hundredth as many people. */
export async function makeLargeOrganization(
  folder: string,
  people: number,
  memberships: number,
): Promise<LargeOrganization> {
  const postgres = await startPeerPostgres(folder)
  const plain = makeWorld({ people, lists: [], empty: 0 })
  const size = memberships / GROUPS
  const ids = plain.people.map((person) => person.id)
  const empty = Array.from({ length: size === 0 ? 0 : GROUPS }, (_, index) => {
    const first = (index * 997) % (people - size)
    return { id: idOf(`large ${index}`), name: `Large ${index}`, memberIds: ids.slice(first, first + size) }
  })
  const world = { ...plain, empty }
  const seeded = await seed(postgres.url, world, ADMINS)
  const email = 'manager@bench.example'
  const password = 'correct horse battery staple'
  const sql = connect(postgres.url)
  const { userId } = await writePerson(sql, seeded.organizationId, {
    name: 'A manager',
    email,
    role: 'manager',
    permissions: ['manageGroups'],
    passwordHash: await hash(password),
  })
  await sql.end()
  const script = fileURLToPath(new URL('replica-size.ts', import.meta.url))
  return {
    databaseUrl: postgres.url,
    world,
    seeded,
    manager: { userId, email, password },
    replicaBytes() {
      const env = { ...process.env, DATABASE_URL: postgres.url, ORGANIZATION: seeded.organizationId }
      const said = execFileSync(process.execPath, ['--expose-gc', script], { env, encoding: 'utf8' })
      return (JSON.parse(said) as { bytes: number }).bytes
    },
    stop: () => postgres.stop(),
  }
}
