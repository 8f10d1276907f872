/**
 * A big commit in a transaction of its own: everything that the version is not needed for is written without the
 * organization's row, so that others commit meanwhile; `finish` takes the row and holds it for a few milliseconds.
 * Owns its connection until it is over. Change sets come last, because people at work wait for their rows.
 */
import { rowsOf } from '@muster/sync/hub/history.ts'
import type {
  CommitAhead,
  CommitOptions,
  CommitOutcome,
  PlannedCommit,
  Unstage,
} from '@muster/sync/hub/ports.ts'
import type { Change } from '@muster/sync/model/change.ts'
import type { Id, Version } from '@muster/sync/protocol/scalars.ts'
import { changesText } from './log-text.ts'
import { copyRows, copyText } from './postgres-copy.ts'
import { logAhead, numberAhead, numberLog, takeTurn } from './postgres-log-rows.ts'
import { appendUpdate, lastUpdate, lockChangeSet } from './postgres-staged-updates.ts'
import { Cancelled, type PostgresTransaction } from './postgres-transaction.ts'
import { addedStretches, writesOf } from './postgres-writes.ts'

export class PostgresCommitAhead implements CommitAhead {
  readonly #transaction: PostgresTransaction
  readonly #number = numberAhead()
  readonly #epoch: string | undefined
  readonly #onFailure: (failure: unknown, planned: PlannedCommit) => Promise<CommitOutcome>
  #isOver = false
  #isUnwanted = false
  #finishing: Promise<unknown> | undefined

  /** `onFailure` tells what a failed transaction came to. */
  constructor(
    transaction: PostgresTransaction,
    epoch: string | undefined,
    onFailure: (failure: unknown, planned: PlannedCommit) => Promise<CommitOutcome>,
  ) {
    this.#transaction = transaction
    this.#epoch = epoch
    this.#onFailure = onFailure
  }

  /** Throws `Cancelled`, `StatementFailed` or `ConnectionLost`; drop it then. */
  async write(planned: PlannedCommit, { onProgress, signal }: CommitOptions): Promise<void> {
    const { organizationId, changes } = planned.commit
    const total = rowsOf(changes)
    let done = 0
    const tell = (now: number) => {
      onProgress?.(now, total)
      if (signal?.aborted) throw new Cancelled()
    }
    await this.#transaction.send(logAhead(planned, this.#number, await changesText(changes)))
    tell(0)
    const early = changes.filter(({ entity }) => entity !== 'changeSet')
    for (const part of partsOf(early)) {
      if (part.of === 'rows') {
        for (const { statement, rows } of writesOf(organizationId, part.changes)) {
          await this.#transaction.send(statement)
          done += rows
          tell(done)
        }
        continue
      }
      const before = done
      const rows = copyRows(organizationId, part.stretches, (made) => {
        done = before + made
        tell(done)
      })
      await this.#transaction.copyIn(`add ${part.entity}`, copyText(part.entity), rows)
    }
  }

  finish(expected: Version, planned: PlannedCommit): Promise<CommitOutcome> {
    const finishing = this.#finish(expected, planned)
    this.#finishing = finishing
    return finishing
  }

  /** While it is being finished this waits for the outcome: what is on its way to be durable is not taken back. */
  async drop(): Promise<void> {
    this.#isUnwanted = true
    await this.#finishing
    await this.#end()
  }

  async #finish(expected: Version, planned: PlannedCommit): Promise<CommitOutcome> {
    const { organizationId, changes, actorId } = planned.commit
    if (this.#isUnwanted) return 'cancelled'
    try {
      const [now] = await this.#transaction.send<{ version: Version; epoch: string }>(
        takeTurn(organizationId),
      )
      const isOurs = this.#epoch === undefined || now?.epoch === this.#epoch
      if (now && isOurs && now.version !== expected) return 'stale'
      if (!now || !isOurs || this.#isUnwanted) {
        await this.#end()
        return this.#isUnwanted ? 'cancelled' : 'stale'
      }
      if (planned.unstage && !(await this.#isLast(organizationId, planned.unstage))) return 'stale'
      const late = changes.filter(({ entity }) => entity === 'changeSet')
      for (const { statement } of writesOf(organizationId, late)) await this.#transaction.send(statement)
      await this.#transaction.send(numberLog(planned, this.#number))
      if (planned.unstage) {
        const { changeSetId, update } = planned.unstage
        await this.#transaction.send(appendUpdate(organizationId, changeSetId, update, actorId))
      }
      this.#isOver = true
      await this.#transaction.commit()
      return 'committed'
    } catch (failure) {
      await this.#end()
      return this.#onFailure(failure, planned)
    }
  }

  /** Locks the change set. False when it is to be closed, but something was stored in it since that was planned. */
  async #isLast(organizationId: Id, { changeSetId, after }: Unstage): Promise<boolean> {
    await this.#transaction.send(lockChangeSet(organizationId, changeSetId))
    if (after === undefined) return true
    const [last] = await this.#transaction.send<{ seq: number }>(lastUpdate(organizationId, changeSetId))
    return last?.seq === after
  }

  async #end(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    await this.#transaction.rollback()
  }
}

type RelationPart = { of: 'added' } & NonNullable<ReturnType<typeof addedStretches>>

/** The same changes in order, with those that add to a relation side by side. */
function* partsOf(changes: readonly Change[]): Generator<RelationPart | { of: 'rows'; changes: Change[] }> {
  let from = 0
  while (from < changes.length) {
    const added = addedStretches(changes, from)
    if (added) {
      yield { of: 'added', ...added }
      from += added.stretches.length
      continue
    }
    let to = from + 1
    while (to < changes.length && !addedStretches(changes, to)) to++
    yield { of: 'rows', changes: changes.slice(from, to) }
    from = to
  }
}
