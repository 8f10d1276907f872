/**
 * Change sets' documents and batches in Postgres. Updates that arrive while one is being stored wait and
 * are stored together: per change set one transaction is on its way at a time, in the order of arrival.
 */
import { OtherHistory } from '@muster/sync/hub/other-history.ts'
import { ChangeSetNotOpen, type StagedUpdate, type StagingStore } from '@muster/sync/hub/ports.ts'
import type { Id } from '@muster/sync/protocol/scalars.ts'
import type { BatchRow } from '@muster/sync/staging/staged-change.ts'
import type { Pool } from './postgres-pool.ts'
import { MISCOUNT } from './postgres-problem.ts'
import { appendUpdate, lockChangeSet, lockOpenChangeSet } from './postgres-staged-updates.ts'
import { PostgresTransaction, type Statement, StatementFailed } from './postgres-transaction.ts'

interface Waiting {
  update: Uint8Array
  actorId: Id
  epoch: string | undefined
  resolve(seq: number): void
  reject(error: unknown): void
}

const mostAtOnce = 100
const chunkRows = 10_000

export class PostgresStagingStore implements StagingStore {
  readonly #pool: Pool
  /** Updates that wait per change set. A key is here while a transaction of its change set is on its way. */
  readonly #waiting = new Map<string, Waiting[]>()

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async read(organizationId: Id, changeSetId: Id, after: number): Promise<StagedUpdate[]> {
    const { rows } = await this.#pool.query<{ seq: number; update: Buffer }>({
      name: 'read updates',
      text: `select seq, update from change_set_updates
        where organization_id = $1 and change_set_id = $2 and seq > $3 order by seq`,
      values: [organizationId, changeSetId, after],
    })
    return rows.map(({ seq, update }) => ({ seq, update: new Uint8Array(update) }))
  }

  append(
    organizationId: Id,
    changeSetId: Id,
    update: Uint8Array,
    actorId: Id,
    epoch?: string,
  ): Promise<number> {
    const key = `${organizationId} ${changeSetId}`
    const queue = this.#waiting.get(key)
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    const waiting = { update: update.slice(), actorId, epoch, resolve, reject }
    if (queue) queue.push(waiting)
    else {
      this.#waiting.set(key, [waiting])
      void this.#drain(organizationId, changeSetId, key)
    }
    return promise
  }

  async compact(organizationId: Id, changeSetId: Id, through: number, merged: Uint8Array): Promise<void> {
    const transaction = await PostgresTransaction.open(this.#pool)
    transaction.send(lockChangeSet(organizationId, changeSetId))
    transaction.send({
      label: 'compact',
      // Without the row `through` another node has compacted further, and knows more than `merged` does.
      text: `with kept as (
          update change_set_updates set update = $4
          where organization_id = $1 and change_set_id = $2 and seq = $3 returning seq)
        delete from change_set_updates u using kept
        where u.organization_id = $1 and u.change_set_id = $2 and u.seq < kept.seq`,
      values: [organizationId, changeSetId, through, Buffer.from(merged)],
    })
    await transaction.commit()
  }

  async putBatch(organizationId: Id, batchId: Id, changeSetId: Id, rows: readonly BatchRow[]): Promise<void> {
    const transaction = await PostgresTransaction.open(this.#pool)
    transaction.send(lockOpenChangeSet(organizationId, changeSetId))
    transaction.send({
      label: 'put batch',
      text: 'insert into staged_batches (organization_id, id, change_set_id) values ($1, $2, $3)',
      values: [organizationId, batchId, changeSetId],
    })
    for (let at = 0; at < rows.length; at += chunkRows) {
      const stored = transaction.send({
        label: 'put batch rows',
        text: `insert into staged_batch_rows (organization_id, batch_id, position, row)
          select $1, $2, $3 + n - 1, value
          from json_array_elements($4::text::json) with ordinality as r(value, n)`,
        values: [organizationId, batchId, at, JSON.stringify(rows.slice(at, at + chunkRows))],
      })
      await stored.catch(() => {})
    }
    try {
      await transaction.commit()
    } catch (failure) {
      const isKnown = failure instanceof StatementFailed && failure.constraint === 'staged_batches_pk'
      if (!isKnown) throw reasonOf(failure, changeSetId)
    }
  }

  async batch(organizationId: Id, batchId: Id): Promise<BatchRow[]> {
    const { rows } = await this.#pool.query<{ row: BatchRow }>({
      name: 'read batch',
      text: 'select row from staged_batch_rows where organization_id = $1 and batch_id = $2 order by position',
      values: [organizationId, batchId],
    })
    return rows.map(({ row }) => row)
  }

  async batches(organizationId: Id, changeSetId: Id): Promise<{ id: Id; at: string }[]> {
    const { rows } = await this.#pool.query<{ id: Id; at: string }>({
      name: 'list batches',
      text: 'select id, created_at as at from staged_batches where organization_id = $1 and change_set_id = $2',
      values: [organizationId, changeSetId],
    })
    return rows
  }

  async clear(organizationId: Id, changeSetId: Id, batchIds: readonly Id[], seq: number): Promise<void> {
    const transaction = await PostgresTransaction.open(this.#pool)
    transaction.send(lockChangeSet(organizationId, changeSetId))
    transaction.send({
      label: 'clear batches',
      text: `delete from staged_batches
        where organization_id = $1 and change_set_id = $2 and id = any ($3::uuid[])
          and $4 = (select coalesce(max(seq), 0) from change_set_updates
            where organization_id = $1 and change_set_id = $2)`,
      values: [organizationId, changeSetId, `{${batchIds.join()}}`, seq],
    })
    await transaction.commit()
  }

  async clearClosed(organizationId: Id): Promise<void> {
    await this.#pool.query({
      name: 'clear closed',
      text: `delete from staged_batches b using change_sets s
        where b.organization_id = $1 and s.organization_id = $1 and s.id = b.change_set_id and s.status <> 'open'`,
      values: [organizationId],
    })
  }

  async #drain(organizationId: Id, changeSetId: Id, key: string): Promise<void> {
    for (;;) {
      const queue = this.#waiting.get(key) ?? []
      const [first] = queue
      if (!first) break
      const other = queue.findIndex(({ epoch }) => epoch !== first.epoch)
      const group = queue.splice(0, Math.min(mostAtOnce, other < 0 ? queue.length : other))
      try {
        const seqs = await this.#store(organizationId, changeSetId, group)
        for (const [index, waiting] of group.entries()) waiting.resolve(seqs[index] ?? 0)
      } catch (failure) {
        for (const waiting of group) waiting.reject(reasonOf(failure, changeSetId, first.epoch))
      }
    }
    this.#waiting.delete(key)
  }

  async #store(organizationId: Id, changeSetId: Id, group: readonly Waiting[]): Promise<number[]> {
    const transaction = await PostgresTransaction.open(this.#pool)
    const epoch = group[0]?.epoch
    if (epoch !== undefined) transaction.send(sameEpoch(epoch))
    transaction.send(lockOpenChangeSet(organizationId, changeSetId))
    const answers = group.map(({ update, actorId }) =>
      transaction.send<{ seq: number }>(appendUpdate(organizationId, changeSetId, update, actorId)),
    )
    await transaction.commit()
    return (await Promise.all(answers)).map(([row]) => row?.seq ?? 0)
  }
}

/** Fails with `MISCOUNT` when the database is of another epoch: it was restored from a backup. */
function sameEpoch(epoch: string): Statement {
  return {
    label: 'same epoch',
    text: `select 1 / count(*)::int from meta where key = 'epoch' and value = $1`,
    values: [epoch],
    prepare: true,
  }
}

function reasonOf(failure: unknown, changeSetId: Id, epoch = 'none'): unknown {
  if (!(failure instanceof StatementFailed) || failure.code !== MISCOUNT) return failure
  return failure.label === 'same epoch'
    ? OtherHistory.ofEpoch(epoch, 'another')
    : new ChangeSetNotOpen(changeSetId)
}
