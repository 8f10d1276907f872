/**
 * Says that a database was restored from a backup: it gets a new epoch, by which nodes and consoles know that what they
 * had may never have happened. Nodes that run notice at their next read or save, within seconds.
 */
import { randomUUID } from 'node:crypto'
import type { Sql } from '@muster/db/connection.ts'

export interface Announced {
  former: string
  epoch: string
  organizations: number
  /** Of the newest commit that the backup had; undefined when there is none. */
  newestAt: string | undefined
  /** Sessions that were ended. */
  signedOut: number
}

/** Throws an `Error` with a readable message when this is no database of Muster's. */
export async function announceRestore(sql: Sql, { signOut = false } = {}): Promise<Announced> {
  const [table] = await sql`select to_regclass('meta') is not null as exists`
  if (!table?.exists) throw new Error('This database is not one of Muster: it has no table "meta".')
  return sql.begin(async (sql) => {
    const [known] = await sql<{ value: string }[]>`select value from meta where key = 'epoch' for update`
    if (!known)
      throw new Error('This database was never used by a Muster: start one, and nothing else is to be done.')
    const epoch = randomUUID()
    await sql`update meta set value = ${epoch} where key = 'epoch'`
    const [facts] = await sql<{ organizations: number; newest: string | null }[]>`select
      (select count(*)::int from organizations) as organizations, (select max(at) from commits) as newest`
    const ended = signOut ? await sql`delete from sessions` : { count: 0 }
    return {
      former: known.value,
      epoch,
      organizations: facts?.organizations ?? 0,
      newestAt: facts?.newest ?? undefined,
      signedOut: ended.count,
    }
  })
}

/** What a person at the terminal is told. */
export function announcedWords({ epoch, organizations, newestAt, signedOut }: Announced): string {
  const newest = newestAt ? `its newest change is of ${newestAt}` : 'nothing was ever changed in it'
  return [
    `This database now counts as restored (epoch ${epoch}).`,
    `It has ${organizations} organization${organizations === 1 ? '' : 's'}; ${newest}.`,
    'Nodes that run notice within seconds. Consoles that are open start over with what is stored, and say so;',
    'what somebody staged after the backup can be staged again there. What was saved after it is gone.',
    ...(signedOut > 0 ? [`Sessions that were ended: ${signedOut}. Everybody signs in anew.`] : []),
  ].join('\n')
}
