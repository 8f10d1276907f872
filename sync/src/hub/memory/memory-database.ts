/**
 * The database that all in-memory ports of one simulated world share: one `MemoryDatabase`, one set of
 * ports per node. Owns rows, log, mutation results and staged updates; what goes in or comes out is
 * copied, so nobody shares an object with it. Commits of one organization take turns, as under the row lock.
 */
import type { Commit } from '../../model/commit.ts'
import type { OrganizationImage } from '../../model/organization-image.ts'
import type { Id } from '../../protocol/scalars.ts'
import type { BatchRow } from '../../staging/staged-change.ts'
import type { StagedUpdate, StoredResult } from '../ports.ts'
import { MemoryTables } from './memory-tables.ts'

export type MemoryOperation =
  | 'log.load'
  | 'log.read'
  | 'log.tail'
  | 'commit'
  | 'commit.chunk'
  | 'find'
  | 'staging.read'
  | 'staging.append'
  | 'staging.compact'
  | 'staging.putBatch'
  | 'staging.batch'
  | 'staging.batches'
  | 'staging.clear'

/**
 * Where a simulation gets between a node and the database. `before` runs ahead of the effect, `after`
 * between the effect and its answer: waiting there is latency, throwing is a lost connection, never
 * resolving is a crash. After `after` of a commit throws, the outcome is unknown to the caller only.
 */
export interface MemoryHooks {
  before?(operation: MemoryOperation, organizationId: Id): void | Promise<void>
  after?(operation: MemoryOperation, organizationId: Id): void | Promise<void>
}

export interface StagingRows {
  lastSeq: number
  updates: StagedUpdate[]
}

/** All that is stored for one organization. */
export interface MemoryOrganization {
  tables: MemoryTables
  commits: Commit[]
  results: Map<Id, StoredResult>
  staging: Map<Id, StagingRows>
  batches: Map<Id, { changeSetId: Id; at: string; rows: BatchRow[] }>
  /** The last writer in line; the next one waits for it. */
  turn: Promise<void>
}

/** A copy through JSON: what `jsonb` would give back, and sharing nothing. */
export const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

export class MemoryDatabase {
  /** Set a new one, as a restore from a backup does, to make consoles reset. */
  epoch = 'memory-1'
  readonly organizations = new Map<Id, MemoryOrganization>()

  /** Stores an organization as it is, without a log that led there. */
  seed(image: OrganizationImage): void {
    this.organizations.set(image.organization.id, {
      tables: MemoryTables.of(copy(image)),
      commits: [],
      results: new Map(),
      staging: new Map(),
      batches: new Map(),
      turn: Promise.resolve(),
    })
  }

  /** The rows as they stand, for comparing consoles with "the database". No hook runs. */
  image(organizationId: Id): OrganizationImage | undefined {
    const organization = this.organizations.get(organizationId)
    return organization && copy(organization.tables.image())
  }

  /** The whole log, ascending. No hook runs. */
  commits(organizationId: Id): Commit[] {
    return copy(this.organizations.get(organizationId)?.commits ?? [])
  }

  /** The document of a change set as stored. No hook runs. */
  stagedUpdates(organizationId: Id, changeSetId: Id): StagedUpdate[] {
    return (this.organizations.get(organizationId)?.staging.get(changeSetId)?.updates ?? []).map(
      ({ seq, update }) => ({ seq, update: update.slice() }),
    )
  }

  /** Appends to a change set's document; the caller has checked that the set may be written to. */
  appendStaged(organization: MemoryOrganization, changeSetId: Id, update: Uint8Array): number {
    const rows = organization.staging.get(changeSetId) ?? { lastSeq: 0, updates: [] }
    organization.staging.set(changeSetId, rows)
    rows.lastSeq += 1
    rows.updates.push({ seq: rows.lastSeq, update: update.slice() })
    return rows.lastSeq
  }
}
