/** Where a running Muster is and who may come in: what all of its consoles share. */
import { cookieOf } from '../../../e2e/harness/raw-socket.ts'
import type { Admin, Seeded } from './seed.ts'

export interface Session extends Admin {
  cookie: string
}

export interface Site extends Seeded {
  url: string
  /** Signed in; consoles take turns with them, as a session may only hold so many sockets. */
  sessions: readonly Session[]
}

/** Signs all admins in. */
export async function openSite(url: string, seeded: Seeded): Promise<Site> {
  const sessions: Session[] = []
  for (const admin of seeded.admins) sessions.push({ ...admin, cookie: await cookieOf(url, admin) })
  return { ...seeded, url, sessions }
}

/** The session of the console with this number. */
export function sessionFor(site: Site, index: number): Session {
  const session = site.sessions[index % site.sessions.length]
  if (!session) throw new Error('nobody is signed in')
  return session
}
