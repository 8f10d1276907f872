/**
 * Writes commits to Postgres: one transaction per run of commits, sent in one go when it is small, big ones ahead of
 * their turn.
 * The compare-and-set of the version comes first, under the organization's row lock; it fails the
 * transaction when another node was first. All rules are planned elsewhere; constraints are the safety net.
 */

import { rowsOf } from '@muster/sync/hub/history.ts'
import type {
  CommitAhead,
  CommitOptions,
  CommitOutcome,
  Committer,
  PlannedCommit,
  StoredResult,
} from '@muster/sync/hub/ports.ts'
import type { Problem } from '@muster/sync/protocol/problem.ts'
import type { Id, Version } from '@muster/sync/protocol/scalars.ts'
import { logText } from './log-text.ts'
import { PostgresCommitAhead } from './postgres-commit-ahead.ts'
import { advance, log } from './postgres-log-rows.ts'
import { copyPool, type Pool } from './postgres-pool.ts'
import { MISCOUNT, problemOf } from './postgres-problem.ts'
import { appendUpdate, lockChangeSet, NOTHING_AFTER, nothingAfter } from './postgres-staged-updates.ts'
import { Cancelled, ConnectionLost, PostgresTransaction, StatementFailed } from './postgres-transaction.ts'
import { createdOrganization, type Write, writesOf } from './postgres-writes.ts'

export interface PostgresCommitterOptions {
  /** Hears of failures that are answered with a problem of kind `internal`. */
  onError?: (error: unknown) => void
  /** Waits between the questions after a lost connection, in milliseconds. */
  patience?: readonly number[]
}

export class PostgresCommitter implements Committer {
  readonly #pool: Pool
  readonly #onError: (error: unknown) => void
  readonly #patience: readonly number[]

  constructor(pool: Pool, options: PostgresCommitterOptions = {}) {
    this.#pool = pool
    this.#onError = options.onError ?? (() => {})
    this.#patience = options.patience ?? [0, 100, 250, 500, 1_000, 2_000, 4_000]
  }

  async commit(
    organizationId: Id,
    expected: Version,
    batch: readonly PlannedCommit[],
    options: CommitOptions = {},
  ): Promise<CommitOutcome> {
    if (options.signal?.aborted) return 'cancelled'
    try {
      return await this.#write(organizationId, expected, batch, options)
    } catch (failure) {
      return this.#outcomeOf(failure, organizationId, batch)
    }
  }

  async writeAhead(
    organizationId: Id,
    planned: PlannedCommit,
    options: CommitOptions = {},
  ): Promise<CommitAhead | Exclude<CommitOutcome, 'committed'>> {
    if (options.signal?.aborted) return 'cancelled'
    let ahead: PostgresCommitAhead | undefined
    try {
      const transaction = await PostgresTransaction.open(copyPool(this.#pool))
      ahead = new PostgresCommitAhead(transaction, options.epoch, (failure, finished) =>
        this.#outcomeOf(failure, organizationId, [finished]),
      )
      await ahead.write(planned, options)
      return ahead
    } catch (failure) {
      await ahead?.drop()
      if (failure instanceof Cancelled) return 'cancelled'
      return this.#refusalOf(failure)
    }
  }

  async find(organizationId: Id, mutationIds: readonly Id[]): Promise<StoredResult[]> {
    if (mutationIds.length === 0) return []
    const { rows } = await this.#pool.query<StoredResult>({
      name: 'find results',
      // Old results are deleted; that their mutations were applied stays in the log (OP11).
      text: `select c.mutation_id as "mutationId", c.actor_id as "actorId", c.version, r.result
        from commits c left join mutation_results r
          on r.organization_id = c.organization_id and r.mutation_id = c.mutation_id
        where c.organization_id = $1 and c.mutation_id = any ($2::uuid[])`,
      values: [organizationId, `{${mutationIds.join()}}`],
    })
    return rows
  }

  async #outcomeOf(
    failure: unknown,
    organizationId: Id,
    batch: readonly PlannedCommit[],
  ): Promise<CommitOutcome> {
    const stored = failure instanceof ConnectionLost && (await this.#settle(organizationId, batch))
    return stored || this.#refusalOf(failure)
  }

  #refusalOf(failure: unknown): 'stale' | 'busy' | Problem {
    if (failure instanceof StatementFailed && isStale(failure)) return 'stale'
    if (failure instanceof StatementFailed && failure.code === LOCK_TIMEOUT) return 'busy'
    const refusal = problemOf(failure)
    if (refusal.kind === 'internal') this.#onError(failure)
    return refusal
  }

  async #write(
    organizationId: Id,
    expected: Version,
    batch: readonly PlannedCommit[],
    options: CommitOptions,
  ): Promise<CommitOutcome> {
    const logged = await logText(batch)
    if (options.signal?.aborted) return 'cancelled'
    const changes = batch.flatMap(({ commit }) => commit.changes)
    const transaction = await PostgresTransaction.open(this.#pool)
    const created = expected === 0 ? createdOrganization(changes) : undefined
    if (created) {
      transaction.send({
        label: 'create organization',
        text: `insert into organizations (id, parent_id, name, plan) values ($1, $2, $3, $4) on conflict do nothing`,
        values: [organizationId, created.parentId, created.name, created.plan],
      })
    }
    transaction.send(advance(organizationId, expected, expected + batch.length, options.epoch))
    transaction.send(log(organizationId, logged))
    if (!(await applied(transaction, writesOf(organizationId, changes), rowsOf(changes), options))) {
      await transaction.rollback()
      return 'cancelled'
    }
    for (const { commit, unstage } of batch) {
      if (!unstage) continue
      const { changeSetId, update, after } = unstage
      transaction.send(lockChangeSet(organizationId, changeSetId))
      if (after !== undefined) transaction.send(nothingAfter(organizationId, changeSetId, after))
      transaction.send(appendUpdate(organizationId, changeSetId, update, commit.actorId))
    }
    await transaction.commit()
    return 'committed'
  }

  /**
   * After a lost connection: did it commit? Waits for the lock of the organization's row, so that a
   * transaction that still runs on the server has ended before the log is looked at. Of a mutation that was sent to
   * two nodes the other one's commit may be there, which only the log tells: `stale`.
   */
  async #settle(
    organizationId: Id,
    batch: readonly PlannedCommit[],
  ): Promise<'committed' | 'stale' | undefined> {
    const [first] = batch
    if (!first) return undefined
    const { mutationId, version, at } = first.commit
    for (const wait of this.#patience) {
      await new Promise((resolve) => setTimeout(resolve, wait))
      try {
        await this.#pool.query('select 1 from organizations where id = $1 for no key update', [
          organizationId,
        ])
        const { rows } = await this.#pool.query<{ isOurs: boolean }>(
          `select version = $3 and at = $4::timestamptz as "isOurs" from commits
            where organization_id = $1 and mutation_id = $2`,
          [organizationId, mutationId, version, at],
        )
        const [stored] = rows
        return stored && (stored.isOurs ? 'committed' : 'stale')
      } catch {
        // Still unreachable: ask again.
      }
    }
    return undefined
  }
}

/** Sends all writes; false when it was cancelled on the way. Few writes are sent without waiting. */
async function applied(
  transaction: PostgresTransaction,
  writes: Iterable<Write>,
  total: number,
  { onProgress, signal }: CommitOptions,
): Promise<boolean> {
  let done = 0
  let former: Promise<void> | undefined
  for (const { statement, rows } of writes) {
    const answer = transaction.send(statement).then(() => {
      done += rows
      onProgress?.(done, total)
    })
    answer.catch(() => {})
    // Two large statements on their way keep Postgres busy while the next one is made.
    if (total > 1_000) await former?.catch(() => {})
    former = answer
    if (signal?.aborted) return false
  }
  return true
}

/** Waited for a row longer than `advance` allows. */
const LOCK_TIMEOUT = '55P03'

/** Nothing was written and planning again may succeed: another node was first, or was in the way. */
function isStale({ label, code, constraint = '' }: StatementFailed): boolean {
  if ((label === 'advance' || label === NOTHING_AFTER) && code === MISCOUNT) return true
  if (code === '40001' || code === '40P01') return true
  return code === '23505' && ['mutation_results_pk', 'commits_mutation', 'commits_pk'].includes(constraint)
}
