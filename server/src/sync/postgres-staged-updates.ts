/** Statements on the updates of a change set's document. Its row's lock gives each update its number. */
import type { Id } from '@muster/sync/protocol/scalars.ts'
import type { Statement } from './postgres-transaction.ts'

/** Takes the lock under which numbers are given. Its own statement, so that the next one sees what came before. */
export function lockChangeSet(organizationId: Id, changeSetId: Id): Statement {
  return {
    label: 'lock change set',
    text: 'select 1 from change_sets where organization_id = $1 and id = $2 for no key update',
    values: [organizationId, changeSetId],
    prepare: true,
  }
}

/** The same, but fails with `MISCOUNT` unless the change set is open. */
export function lockOpenChangeSet(organizationId: Id, changeSetId: Id): Statement {
  return {
    label: 'lock open change set',
    text: `with locked as (
        select 1 from change_sets where organization_id = $1 and id = $2 and status = 'open' for no key update)
      select 1 / count(*)::int from locked`,
    values: [organizationId, changeSetId],
    prepare: true,
  }
}

/** The label of `nothingAfter`. */
export const NOTHING_AFTER = 'nothing after'

/** Fails with `MISCOUNT` when an update was stored after this one. Under the lock only. */
export function nothingAfter(organizationId: Id, changeSetId: Id, seq: number): Statement {
  return {
    label: NOTHING_AFTER,
    text: `select 1 / (coalesce(max(seq), 0) = $3)::int from change_set_updates
      where organization_id = $1 and change_set_id = $2`,
    values: [organizationId, changeSetId, seq],
    prepare: true,
  }
}

/** The number of the last update, 0 when there is none. Under the lock only. */
export function lastUpdate(organizationId: Id, changeSetId: Id): Statement {
  return {
    label: 'last update',
    text: `select coalesce(max(seq), 0) as seq from change_set_updates
      where organization_id = $1 and change_set_id = $2`,
    values: [organizationId, changeSetId],
    prepare: true,
  }
}

/** Appends one update under the next number. */
export function appendUpdate(
  organizationId: Id,
  changeSetId: Id,
  update: Uint8Array,
  actorId: Id | null,
): Statement {
  return {
    label: 'append update',
    text: `insert into change_set_updates (organization_id, change_set_id, seq, update, actor_id)
      select $1, $2, coalesce(max(seq), 0) + 1, $3, $4 from change_set_updates
      where organization_id = $1 and change_set_id = $2
      returning seq`,
    values: [organizationId, changeSetId, Buffer.from(update), actorId],
    prepare: true,
  }
}
