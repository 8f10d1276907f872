import type { Change } from '../../model/change.ts'
import { type Problem, problem } from '../../protocol/problem.ts'
import type { Id, Version } from '../../protocol/scalars.ts'
import { rowsOf } from '../history.ts'
import type {
  CommitAhead,
  CommitOptions,
  CommitOutcome,
  Committer,
  PlannedCommit,
  StoredResult,
} from '../ports.ts'
import { ConstraintViolation } from './constraint-violation.ts'
import { copy, type MemoryDatabase, type MemoryHooks, type MemoryOrganization } from './memory-database.ts'
import { MemoryTables } from './memory-tables.ts'

const chunkRows = 10_000

/**
 * Writes commits to a `MemoryDatabase` under the same rules as Postgres: one writer per organization at a
 * time, compare-and-set on the version, all or nothing, each mutation once.
 */
export class MemoryCommitter implements Committer {
  readonly #database: MemoryDatabase
  readonly #hooks: MemoryHooks

  constructor(database: MemoryDatabase, hooks: MemoryHooks = {}) {
    this.#database = database
    this.#hooks = hooks
  }

  async commit(
    organizationId: Id,
    expected: Version,
    batch: readonly PlannedCommit[],
    options: CommitOptions = {},
  ): Promise<CommitOutcome> {
    const planned = batch.map((each) => ({
      commit: copy(each.commit),
      result: copy(each.result ?? null),
      unstage: each.unstage && { ...each.unstage, update: each.unstage.update.slice() },
    }))
    try {
      await this.#hooks.before?.('commit', organizationId)
    } catch (error) {
      return unavailable(error)
    }
    this.#createOrganization(organizationId, expected, planned)
    const organization = this.#database.organizations.get(organizationId)
    if (!organization) return 'stale'
    const outcome = await inTurn(organization, () => this.#write(organization, expected, planned, options))
    try {
      await this.#hooks.after?.('commit', organizationId)
    } catch (error) {
      return unavailable(error)
    }
    return outcome
  }

  /** Nothing is written before `finish`: in memory nobody has to wait for that. */
  async writeAhead(
    organizationId: Id,
    planned: PlannedCommit,
    { onProgress, signal, epoch }: CommitOptions = {},
  ): Promise<CommitAhead | Exclude<CommitOutcome, 'committed'>> {
    const chunks = planned.commit.changes.flatMap(chunksOf)
    const total = rowsOf(chunks)
    let done = 0
    try {
      for (const chunk of chunks) {
        done += rowsOf([chunk])
        onProgress?.(done, total)
        await this.#hooks.before?.('commit.chunk', organizationId)
        if (signal?.aborted) return 'cancelled'
      }
    } catch (error) {
      return unavailable(error)
    }
    let isDropped = false
    return {
      finish: async (expected, finished) =>
        isDropped ? 'cancelled' : this.commit(organizationId, expected, [finished], { epoch }),
      drop: async () => {
        isDropped = true
      },
    }
  }

  async find(organizationId: Id, mutationIds: readonly Id[]): Promise<StoredResult[]> {
    await this.#hooks.before?.('find', organizationId)
    const results = this.#database.organizations.get(organizationId)?.results
    const found = mutationIds.flatMap((id) => results?.get(id) ?? [])
    await this.#hooks.after?.('find', organizationId)
    return copy(found)
  }

  async #write(
    organization: MemoryOrganization,
    expected: Version,
    planned: readonly PlannedCommit[],
    { onProgress, signal, epoch }: CommitOptions,
  ): Promise<CommitOutcome> {
    const organizationId = organization.tables.organization.id
    if (signal?.aborted) return 'cancelled'
    if (organization.tables.version !== expected) return 'stale'
    if (epoch !== undefined && epoch !== this.#database.epoch) return 'stale'
    if (planned.some(({ commit }) => organization.results.has(commit.mutationId))) return 'stale'
    const draft = organization.tables.fork()
    const chunks = planned.flatMap(({ commit }) => commit.changes.flatMap(chunksOf))
    const total = rowsOf(chunks)
    let done = 0
    try {
      for (const change of chunks) {
        draft.apply(change)
        done += rowsOf([change])
        onProgress?.(done, total)
        await this.#hooks.before?.('commit.chunk', organizationId)
        if (signal?.aborted) return 'cancelled'
      }
    } catch (error) {
      if (error instanceof ConstraintViolation) return problem('conflict', error.message)
      return unavailable(error)
    }
    const isLate = ({ unstage }: PlannedCommit) =>
      unstage?.after !== undefined &&
      unstage.after !== (organization.staging.get(unstage.changeSetId)?.lastSeq ?? 0)
    if (planned.some(isLate)) return 'stale'
    draft.version = expected + planned.length
    organization.tables = draft
    for (const { commit, result, unstage } of planned) {
      const { mutationId, actorId, version } = commit
      organization.commits.push(commit)
      organization.results.set(mutationId, { mutationId, actorId, version, result })
      if (unstage) this.#database.appendStaged(organization, unstage.changeSetId, unstage.update)
    }
    return 'committed'
  }

  /** A first commit may bring its organization with it. */
  #createOrganization(organizationId: Id, expected: Version, planned: readonly PlannedCommit[]): void {
    if (expected !== 0 || this.#database.organizations.has(organizationId)) return
    for (const change of planned[0]?.commit.changes ?? []) {
      if (change.entity !== 'organization' || change.op !== 'create') continue
      this.#database.seed(new MemoryTables(change.after, 0).image())
      return
    }
  }
}

async function inTurn<T>(organization: MemoryOrganization, work: () => Promise<T>): Promise<T> {
  const previous = organization.turn
  const { promise, resolve } = Promise.withResolvers<void>()
  organization.turn = promise
  await previous
  try {
    return await work()
  } finally {
    resolve()
  }
}

function chunksOf(change: Change): Change[] {
  if (change.entity !== 'membership' || change.userIds.length <= chunkRows) return [change]
  const chunks: Change[] = []
  for (let at = 0; at < change.userIds.length; at += chunkRows) {
    chunks.push({ ...change, userIds: change.userIds.slice(at, at + chunkRows) })
  }
  return chunks
}

function unavailable(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error)
  return problem('unavailable', 'The database cannot be reached', { detail })
}
