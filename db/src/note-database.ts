/**
 * Finds out by itself that a database was restored: its rows say in which database they were written, and Postgres
 * says in which they are. They differ after `pg_restore`, after recovery to a point in time, and after a stand-by took
 * over; not after the data folder was copied back, which nobody inside can tell. A different place gets a new epoch.
 */
import { randomUUID } from 'node:crypto'
import type { Sql, TransactionSql } from './connection.ts'

/** Cluster, timeline and database; null when this role may not know. */
const place = `select case
    when has_function_privilege('pg_control_system()', 'execute') and not pg_is_in_recovery()
    then (select system_identifier from pg_control_system())::text || ' '
      || left(pg_walfile_name(pg_current_wal_lsn()), 8) || ' '
      || (select oid from pg_database where datname = current_database())::text
  end as place`

/** Makes sure of an epoch, and of a new one when the rows were moved. Answers whether they were. Call it under a lock. */
export async function noteDatabase(sql: Sql | TransactionSql): Promise<{ moved: boolean }> {
  const [found] = await sql.unsafe<{ place: string | null }[]>(place)
  const [noted] = await sql<{ value: string }[]>`select value from meta where key = 'place'`
  await sql`insert into meta (key, value) values ('epoch', ${randomUUID()}) on conflict do nothing`
  if (!found?.place || noted?.value === found.place) return { moved: false }
  await sql`insert into meta (key, value) values ('place', ${found.place})
    on conflict (key) do update set value = excluded.value`
  if (!noted) return { moved: false }
  await sql`update meta set value = ${randomUUID()} where key = 'epoch'`
  return { moved: true }
}
