/**
 * What the hub asks of the world. Each port has one contract suite (`*.contract.ts` beside it) that runs
 * on every implementation: in memory for the simulation, on Postgres in `server/`.
 */
import type { Commit } from '../model/commit.ts'
import type { OrganizationImage } from '../model/organization-image.ts'
import type { Peer } from '../protocol/presence.ts'
import { isProblem, type Problem } from '../protocol/problem.ts'
import type { Progress } from '../protocol/progress.ts'
import type { Id, Version } from '../protocol/scalars.ts'
import type { BatchRow } from '../staging/staged-change.ts'

export interface CommitLog {
  /** Changes with every restore from a backup. */
  epoch(): Promise<string>
  /** Gives the database a new epoch unless somebody did since `former`; answers the present one. */
  renew(former: string): Promise<string>
  /** Undefined when there is no such organization. */
  load(organizationId: Id): Promise<OrganizationImage | undefined>
  /**
   * Commits after `after`, ascending and gapless, at most `limit`. Rejects with `OtherHistory` when the database
   * no longer is of this epoch, or ends before `after` although it is.
   */
  read(organizationId: Id, after: Version, limit: number, epoch?: string): Promise<Commit[]>
  /** The last `count` commits, ascending. */
  tail(organizationId: Id, count: number): Promise<Commit[]>
}

/** The answer that was stored with a mutation's commit. */
export interface StoredResult {
  mutationId: Id
  actorId: Id | null
  version: Version
  result: unknown
}

export interface Unstage {
  changeSetId: Id
  /** A Yjs update. */
  update: Uint8Array
  /** Given when the commit closes the change set: `stale` unless this is the last update that is stored (ST22). */
  after?: number | undefined
}

/** A planned mutation, ready to be written as the commit `version`. */
export interface PlannedCommit {
  commit: Commit
  result: unknown
  /** What to append to a change set's document in the same transaction. */
  unstage?: Unstage | undefined
}

export interface CommitOptions {
  /** Called now and then with rows written so far. */
  onProgress?: ((done: number, total: number) => void) | undefined
  /** Aborting rolls everything back; `commit` then answers 'cancelled'. */
  signal?: AbortSignal | undefined
  /** Written only while the database is of this epoch; otherwise `stale`. */
  epoch?: string | undefined
}

/**
 * `committed`: all durable. `stale`: another node was first or a mutation was already applied; nothing was
 * written. `busy`: the same facts are being written ahead by someone else; nothing was written, try again a
 * little later. `cancelled`: rolled back. A `Problem` says that the database refused (constraint, disk full).
 */
export type CommitOutcome = 'committed' | 'stale' | 'busy' | 'cancelled' | Problem

const NOTHING_WRITTEN = 'urn:muster:problem:nothing-written'

/** Marks a refusal that concerns everybody, e.g. of a full disk: the database said so, and nothing was written. */
export const nothingWritten = (refusal: Problem): Problem => ({ ...refusal, type: NOTHING_WRITTEN })

export const isNothingWritten = (outcome: CommitOutcome): outcome is Problem =>
  isProblem(outcome) && outcome.type === NOTHING_WRITTEN

/**
 * A big commit whose rows are written and not durable yet; nobody else's commit waits for it. It is over with
 * every answer of `finish` but `stale`, and with `drop`.
 */
export interface CommitAhead {
  /**
   * Makes it durable as the commit `expected + 1`, if the version still is `expected`. After `stale` it keeps its
   * turn: no other commit of the organization becomes durable until it is asked again or dropped, so be quick.
   * Answers `cancelled` when it was dropped before.
   */
  finish(expected: Version, planned: PlannedCommit): Promise<CommitOutcome>
  /** Takes everything back. Never rejects. */
  drop(): Promise<void>
}

export interface Committer {
  /**
   * Writes a run of commits `expected + 1 …` of one organization in one transaction, if and only if its
   * version still is `expected`.
   */
  commit(
    organizationId: Id,
    expected: Version,
    batch: readonly PlannedCommit[],
    options?: CommitOptions,
  ): Promise<CommitOutcome>
  /**
   * Writes the rows of one big commit ahead of its turn, whatever the version. The plan may turn out to be wrong
   * meanwhile, so a refusal by the database may only mean that others were first.
   */
  writeAhead(
    organizationId: Id,
    planned: PlannedCommit,
    options?: CommitOptions,
  ): Promise<CommitAhead | Exclude<CommitOutcome, 'committed'>>
  /** Stored results of these mutations, for exactly-once. */
  find(organizationId: Id, mutationIds: readonly Id[]): Promise<StoredResult[]>
}

/** A persisted update of a change set's document. `seq` rises by commit order within the change set. */
export interface StagedUpdate {
  seq: number
  update: Uint8Array
}

/** The change set does not exist or was closed, perhaps a moment ago on another node. */
export class ChangeSetNotOpen extends Error {
  constructor(changeSetId: Id) {
    super(`Change set ${changeSetId} is not open`)
  }
}

export interface StagingStore {
  /** Updates after `after` (0 for all), ascending. */
  read(organizationId: Id, changeSetId: Id, after: number): Promise<StagedUpdate[]>
  /**
   * Durable when it resolves; answers the update's `seq`. Rejects with `ChangeSetNotOpen`, and with `OtherHistory` when
   * the database no longer is of this epoch.
   */
  append(
    organizationId: Id,
    changeSetId: Id,
    update: Uint8Array,
    actorId: Id,
    epoch?: string,
  ): Promise<number>
  /** Replaces all updates up to `through` by one merged update at the same `seq`. */
  compact(organizationId: Id, changeSetId: Id, through: number, merged: Uint8Array): Promise<void>
  /** Stores the rows of a new batch, in this order. Idempotent by batch id. Rejects with `ChangeSetNotOpen`. */
  putBatch(organizationId: Id, batchId: Id, changeSetId: Id, rows: readonly BatchRow[]): Promise<void>
  batch(organizationId: Id, batchId: Id): Promise<BatchRow[]>
  /** The batches stored for a change set, with when that was. */
  batches(organizationId: Id, changeSetId: Id): Promise<{ id: Id; at: string }[]>
  /** Deletes batches with their rows, unless the document has an update after `seq`: it may name them again. */
  clear(organizationId: Id, changeSetId: Id, batchIds: readonly Id[], seq: number): Promise<void>
  /** Deletes the batches of all change sets that are not open. */
  clearClosed(organizationId: Id): Promise<void>
}

/** Bytes of a hint's JSON that every medium carries whole: Postgres refuses payloads of 8,000. */
export const HINT_BYTES = 7_900

/** A console that is online on some node; `tab` is its client id. */
export interface ListedPeer {
  peer: Peer
  tab: string
}

/** One Yjs client in a change set's awareness; `user` null says that it left. */
export interface AwareClient {
  client: number
  clock: number
  user: { id: Id; name: string; hue: number } | null
}

/** A room's own consoles, as changes `rev - 1 → rev`. `starts` and `ends` frame the whole list (see `peer-exchange.ts`). */
export interface PeersHint {
  of: 'peers'
  organizationId: Id
  node: string
  rev: number
  starts: boolean
  ends: boolean
  put: ListedPeer[]
  gone: string[]
}

/**
 * What nodes whisper to each other. The first three say that something new can be read: losing one costs
 * latency, never data. The others are presence, which is nowhere stored. `node` is whose words they are.
 * None is larger than `HINT_BYTES`, but `session-ended`, which may be cut.
 */
export type Hint =
  | { of: 'version'; organizationId: Id; version: Version }
  | { of: 'staging'; organizationId: Id; changeSetId: Id }
  | { of: 'session-ended'; sessionIds: string[] }
  | PeersHint
  | { of: 'peers-alive'; organizationId: Id; node: string; rev: number }
  | { of: 'peers-wanted'; organizationId: Id; node: string; from: string | null }
  | { of: 'awareness'; organizationId: Id; node: string; changeSetId: Id; clients: AwareClient[] }
  | { of: 'awareness-wanted'; organizationId: Id; node: string; changeSetId: Id }
  | { of: 'progress'; organizationId: Id; node: string; progress: Progress }

export interface Wakeup {
  publish(hint: Hint): Promise<void>
  /** Answers a function that ends the subscription. */
  subscribe(listener: (hint: Hint) => void): () => void
}
