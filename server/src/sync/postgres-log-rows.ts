/** Statements on the organization's version and on the log: who is next, and what is written of them. */
import type { PlannedCommit } from '@muster/sync/hub/ports.ts'
import type { Id, Version } from '@muster/sync/protocol/scalars.ts'
import type { Statement } from './postgres-transaction.ts'

/**
 * How long a commit that holds its organization waits for a row that someone else is writing ahead, in milliseconds.
 * They may be waiting for the organization in turn, so it must give up long before Postgres calls it a deadlock.
 */
const MOST_WAIT = '60ms'

/**
 * Compare-and-set. Another version, or epoch, makes it fail with `MISCOUNT`: the statements behind it are on their
 * way. From here on the transaction waits for nobody for long.
 */
export function advance(
  organizationId: Id,
  from: Version,
  to: Version,
  epoch: string | undefined,
): Statement {
  return {
    label: 'advance',
    text: `with advanced as (
        update organizations set version = $3 where id = $1 and version = $2
          and ($4::text is null or $4 = (select value from meta where key = 'epoch')) returning 1)
      select 1 / count(*)::int, set_config('lock_timeout', '${MOST_WAIT}', true) from advanced`,
    values: [organizationId, from, to, epoch ?? null],
    prepare: true,
  }
}

/** Keeps the organization's turn, and tells its version and the database's epoch. */
export function takeTurn(organizationId: Id): Statement {
  return {
    label: 'take turn',
    text: `select version, (select value from meta where key = 'epoch') as epoch from organizations
      where id = $1 for no key update`,
    values: [organizationId],
  }
}

/** The log's rows and the mutations' results. */
export function log(organizationId: Id, rows: string): Statement {
  return {
    label: 'log',
    text: `with batch as (
        select * from json_to_recordset($2::text::json) as r(version bigint, "mutationId" uuid, mutation text,
          "actorId" uuid, at timestamptz, "changeSetId" uuid, changes jsonb, result jsonb)),
      logged as (
        insert into commits (organization_id, version, mutation_id, mutation, actor_id, at, change_set_id, changes)
        select $1, version, "mutationId", mutation, "actorId", at, "changeSetId", changes from batch)
      insert into mutation_results (organization_id, mutation_id, actor_id, version, result)
      select $1, "mutationId", "actorId", version, result from batch`,
    values: [organizationId, rows],
    prepare: true,
  }
}

/** The log's row of a commit that does not know its version yet, under a number that only this transaction sees. */
export function logAhead({ commit }: PlannedCommit, number: number, changes: string): Statement {
  const { organizationId, mutationId, mutation, actorId, at, changeSetId } = commit
  return {
    label: 'log ahead',
    text: `insert into commits (organization_id, version, mutation_id, mutation, actor_id, at, change_set_id, changes)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [organizationId, number, mutationId, mutation, actorId, at, changeSetId, changes],
  }
}

/**
 * Gives that row its version, moves the organization on to it and keeps the mutation's result. Fails with `MISCOUNT`
 * when the row or the version before is not there.
 */
export function numberLog({ commit, result }: PlannedCommit, number: number): Statement {
  const { organizationId, mutationId, actorId, version, at } = commit
  return {
    label: 'number log',
    text: `with advanced as (
        update organizations set version = $3 where id = $1 and version = $3::bigint - 1 returning 1),
      numbered as (
        update commits set version = $3, at = $4 where organization_id = $1 and version = $2 returning 1),
      kept as (
        insert into mutation_results (organization_id, mutation_id, actor_id, version, result)
        values ($1, $5, $6, $3, $7))
      select 1 / (count(*) * (select count(*) from numbered))::int from advanced`,
    values: [organizationId, number, version, at, mutationId, actorId, JSON.stringify(result ?? null)],
  }
}

/** Far above all versions and below 2^53. Two at a time never meet: their numbers are drawn. */
export function numberAhead(): number {
  return 9e15 + Math.floor(Math.random() * 7e12)
}
