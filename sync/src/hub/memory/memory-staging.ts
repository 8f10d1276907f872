import type { Id } from '../../protocol/scalars.ts'
import type { BatchRow } from '../../staging/staged-change.ts'
import { OtherHistory } from '../other-history.ts'
import { ChangeSetNotOpen, type StagedUpdate, type StagingStore } from '../ports.ts'
import {
  copy,
  type MemoryDatabase,
  type MemoryHooks,
  type MemoryOperation,
  type MemoryOrganization,
} from './memory-database.ts'

/** The staged updates and batches of a `MemoryDatabase`, as one node sees them. */
export class MemoryStaging implements StagingStore {
  readonly #database: MemoryDatabase
  readonly #hooks: MemoryHooks

  constructor(database: MemoryDatabase, hooks: MemoryHooks = {}) {
    this.#database = database
    this.#hooks = hooks
  }

  read(organizationId: Id, changeSetId: Id, after: number): Promise<StagedUpdate[]> {
    return this.#through('staging.read', organizationId, () =>
      this.#database.stagedUpdates(organizationId, changeSetId).filter(({ seq }) => seq > after),
    )
  }

  append(
    organizationId: Id,
    changeSetId: Id,
    update: Uint8Array,
    _actorId: Id,
    epoch = this.#database.epoch,
  ): Promise<number> {
    const bytes = update.slice()
    return this.#through('staging.append', organizationId, (organization) => {
      if (epoch !== this.#database.epoch) throw OtherHistory.ofEpoch(epoch, this.#database.epoch)
      if (organization?.tables.changeSets.get(changeSetId)?.status !== 'open') {
        throw new ChangeSetNotOpen(changeSetId)
      }
      return this.#database.appendStaged(organization, changeSetId, bytes)
    })
  }

  compact(organizationId: Id, changeSetId: Id, through: number, merged: Uint8Array): Promise<void> {
    const update = merged.slice()
    return this.#through('staging.compact', organizationId, (organization) => {
      const rows = organization?.staging.get(changeSetId)
      if (!rows?.updates.some(({ seq }) => seq === through)) return
      rows.updates = [{ seq: through, update }, ...rows.updates.filter(({ seq }) => seq > through)]
    })
  }

  putBatch(organizationId: Id, batchId: Id, changeSetId: Id, rows: readonly BatchRow[]): Promise<void> {
    const stored = copy([...rows])
    return this.#through('staging.putBatch', organizationId, (organization) => {
      if (organization?.tables.changeSets.get(changeSetId)?.status !== 'open') {
        throw new ChangeSetNotOpen(changeSetId)
      }
      if (organization.batches.has(batchId)) return
      organization.batches.set(batchId, { changeSetId, at: new Date().toISOString(), rows: stored })
    })
  }

  batch(organizationId: Id, batchId: Id): Promise<BatchRow[]> {
    return this.#through('staging.batch', organizationId, (organization) =>
      copy(organization?.batches.get(batchId)?.rows ?? []),
    )
  }

  batches(organizationId: Id, changeSetId: Id): Promise<{ id: Id; at: string }[]> {
    return this.#through('staging.batches', organizationId, (organization) =>
      [...(organization?.batches ?? [])].flatMap(([id, batch]) =>
        batch.changeSetId === changeSetId ? { id, at: batch.at } : [],
      ),
    )
  }

  clear(organizationId: Id, changeSetId: Id, batchIds: readonly Id[], seq: number): Promise<void> {
    return this.#through('staging.clear', organizationId, (organization) => {
      if ((organization?.staging.get(changeSetId)?.lastSeq ?? 0) !== seq) return
      for (const id of batchIds)
        if (organization?.batches.get(id)?.changeSetId === changeSetId) organization.batches.delete(id)
    })
  }

  clearClosed(organizationId: Id): Promise<void> {
    return this.#through('staging.clear', organizationId, (organization) => {
      for (const [id, { changeSetId }] of organization?.batches ?? [])
        if (organization?.tables.changeSets.get(changeSetId)?.status !== 'open')
          organization?.batches.delete(id)
    })
  }

  async #through<T>(
    operation: MemoryOperation,
    organizationId: Id,
    effect: (organization: MemoryOrganization | undefined) => T,
  ): Promise<T> {
    await this.#hooks.before?.(operation, organizationId)
    const answer = effect(this.#database.organizations.get(organizationId))
    await this.#hooks.after?.(operation, organizationId)
    return answer
  }
}
