/** More admins than an organization comes with, signed in: one account may hold only so many sockets. */
import { randomUUID } from 'node:crypto'
import { connect } from '@muster/db/connection.ts'
import { writePerson } from '@muster/db/test-organization.ts'
import { hash } from '@node-rs/argon2'
import type { MintedOrganization } from '../../harness/organization.ts'
import { cookieOf } from '../../harness/raw-socket.ts'

/** Sockets that each of them opens, well below what a session may have. */
const PER_SESSION = 50

/** Cookies for so many sockets, one for each: of as few new admins as may hold them. Signed in at `url`. */
export async function crowdOf(
  { id }: MintedOrganization,
  database: string,
  url: string,
  sockets: number,
): Promise<string[]> {
  const password = randomUUID()
  const passwordHash = await hash(password)
  const names = Array.from(
    { length: Math.ceil(sockets / PER_SESSION) },
    () => `Admin ${randomUUID().slice(0, 8)}`,
  )
  const emailOf = (name: string) => `${name.toLowerCase().replace(' ', '.')}@crowd.example`
  // All of them before the first signs in: nodes that have the organization open hear of people by its log only.
  const sql = connect(database, { max: 1 })
  for (const name of names)
    await writePerson(sql, id, { name, email: emailOf(name), role: 'admin', passwordHash })
  await sql.end()
  const cookies: string[] = []
  for (const name of names) {
    const cookie = await cookieOf(url, { email: emailOf(name), password })
    cookies.push(...Array<string>(Math.min(PER_SESSION, sockets - cookies.length)).fill(cookie))
  }
  return cookies
}
