/** Statuses of a change set's entries against the saved rows: ready, no-op or conflict, and why (N6). */
import type { User } from '../model/entities.ts'
import type { State } from '../model/state.ts'
import type { Id } from '../protocol/scalars.ts'
import { type BatchStatus, batchStatus, groundOf, keptGroundOf, stateOfBatch } from './batch-status.ts'
import type { ChangeSetContent } from './change-set-content.ts'
import type { Reason } from './reason.ts'
import { type EntryState, judge, type Rights, rightsOf } from './row-status.ts'
import type { BatchRow, StagedBatch } from './staged-change.ts'
import { supersededIn } from './superseded.ts'

export interface EntryStatus {
  state: EntryState
  reason: Reason | null
  /** Counts and row states; only of batch entries. */
  batch?: BatchStatus
}

export interface StatusOptions {
  /** Whose save is judged. Without one every right is assumed: what any admin could save. */
  actor?: User | undefined
}

/**
 * Status of every entry by its key, for views, which ask again and again: kept per content until the
 * organization's version moves. Only for states that move by commits; a fork changes without telling.
 */
export function statusesOf(
  state: State,
  content: ChangeSetContent,
  { actor }: StatusOptions = {},
): ReadonlyMap<string, EntryStatus> {
  const known = kept.get(content)
  if (known && known.state === state && known.version === state.version && known.actor === actor)
    return known.statuses
  const statuses = computeStatuses(state, content, rightsOf(actor), keptGroundOf)
  kept.set(content, { state, version: state.version, actor, statuses })
  return statuses
}

/** The same, computed anew: for plans, which run on forks. */
export function freshStatusesOf(
  state: State,
  content: ChangeSetContent,
  { actor }: StatusOptions = {},
): ReadonlyMap<string, EntryStatus> {
  return computeStatuses(state, content, rightsOf(actor), groundOf)
}

interface Kept {
  state: State
  version: number
  actor: User | undefined
  statuses: ReadonlyMap<string, EntryStatus>
}
const kept = new WeakMap<ChangeSetContent, Kept>()

function computeStatuses(state: State, content: ChangeSetContent, rights: Rights, ground: typeof groundOf) {
  const superseded = supersededIn(content)
  const excluded = excludedIn(content)
  const batch = (entry: StagedBatch, rows: readonly BatchRow[]) =>
    batchStatus(ground(state, rows, rights), {
      excluded: excluded.get(entry.batchId) ?? [],
      superseded: superseded.rows.get(entry.batchId)?.keys() ?? [],
      remaining: entry.remaining,
    })
  const statuses = new Map<string, EntryStatus>()
  for (const [key, entry] of content.entries) {
    if (entry.kind === 'batch') {
      const rows = content.batches.get(entry.batchId)
      statuses.set(key, rows ? statusOfBatch(state, rows, rights, batch(entry, rows)) : withoutRows(entry))
      continue
    }
    const judgement = judge(state, entry, rights)
    const winner = judgement.state === 'ready' ? superseded.entries.get(key) : undefined
    statuses.set(
      key,
      winner === undefined
        ? { state: judgement.state, reason: judgement.reason() }
        : { state: 'no-op', reason: supersededBy(state, content, winner) },
    )
  }
  return statuses
}

function statusOfBatch(
  state: State,
  rows: readonly BatchRow[],
  rights: Rights,
  batch: BatchStatus,
): EntryStatus {
  const batchState = stateOfBatch(batch)
  if (batchState === 'ready') return { state: batchState, reason: null, batch }
  // One row's reason speaks for the batch; the counts say how many there are.
  const speaks = batchState === 'conflict' ? 'conflict' : 'no-op'
  const row = rows.find((_, position) => batch.stateOf(position) === speaks)
  return { state: batchState, reason: row ? judge(state, row, rights).reason() : null, batch }
}

/** A batch whose rows cannot be read must not look finished: it stays staged. */
function withoutRows({ count }: StagedBatch): EntryStatus {
  const batch = {
    count,
    ready: 0,
    noop: 0,
    conflicts: count,
    excluded: 0,
    stateOf: () => 'conflict' as const,
  }
  return { state: 'conflict', reason: null, batch }
}

/** The reason of one row of a batch; null when it is ready. */
export function reasonOfRow(
  state: State,
  content: ChangeSetContent,
  batchId: Id,
  position: number,
  { actor }: StatusOptions = {},
): Reason | null {
  const row = content.batches.get(batchId)?.[position]
  if (!row) return null
  const judgement = judge(state, row, rightsOf(actor))
  const winner = supersededIn(content).rows.get(batchId)?.get(position)
  return judgement.state === 'ready' && winner !== undefined
    ? supersededBy(state, content, winner)
    : judgement.reason()
}

function supersededBy(state: State, content: ChangeSetContent, winner: string): Reason {
  const entry = content.entries.get(winner)
  if (!entry) return { code: 'superseded' }
  const stager = state.users.get(entry.by)
  const reason: Reason = { code: 'superseded', at: entry.at }
  if (stager) reason.by = { id: stager.id, name: stager.name }
  if (entry.kind === 'batch') reason.name = entry.name
  return reason
}

function excludedIn(content: ChangeSetContent): Map<Id, number[]> {
  const positions = new Map<Id, number[]>()
  for (const key of content.exclusions) {
    const colon = key.indexOf(':')
    const batchId = key.slice(0, colon)
    const position = Number(key.slice(colon + 1))
    const list = positions.get(batchId)
    if (list) list.push(position)
    else positions.set(batchId, [position])
  }
  return positions
}
