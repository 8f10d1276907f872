/**
 * The Yjs document of one open change set as the store has it, with the rows of its batches. Invariants: the
 * document holds only what is stored (ST3); everything stored up to `seq` is in it; batches that an entry names
 * are fetched ahead, because views are computed without waiting. Who may write is the gate's business, in which
 * order `UpdateIntake`'s.
 */
import * as Y from 'yjs'
import { factKey } from '../../model/fact-key.ts'
import type { Id } from '../../protocol/scalars.ts'
import type { ChangeSetContent } from '../../staging/change-set-content.ts'
import { readContent } from '../../staging/document.ts'
import type { BatchRow } from '../../staging/staged-change.ts'
import type { OrganizationRoom } from '../organization-room.ts'

export class StagedDocument {
  readonly doc = new Y.Doc()
  readonly changeSetId: Id
  readonly #room: OrganizationRoom
  readonly #onChanged: () => void
  readonly #batches = new Map<Id, readonly BatchRow[]>()
  #seq = 0
  #compactedSeq = 0
  #bytes = 0
  #content: ChangeSetContent | undefined
  #reading: Promise<void> | undefined
  #isStopped = false

  /** `onChanged` is called when stored updates were read, i.e. what others stored. */
  constructor(room: OrganizationRoom, changeSetId: Id, onChanged: () => void) {
    this.#room = room
    this.changeSetId = changeSetId
    this.#onChanged = onChanged
    this.doc.on('update', (update: Uint8Array) => {
      this.#content = undefined
      this.#bytes += update.byteLength
    })
  }

  /** Present content; the same object until something changes. */
  get content(): ChangeSetContent {
    this.#content ??= readContent(this.doc, this.changeSetId, new Map(this.#batches))
    return this.#content
  }

  /** The last update that is surely in the document with all before it. */
  get seq(): number {
    return this.#seq
  }

  /** Bytes of the updates in the document, as one since it was compacted last: about what it costs to keep. */
  get bytes(): number {
    return this.#bytes
  }

  /** True when the document has an entry of this batch. */
  names(batchId: Id): boolean {
    return this.content.entries.has(factKey.batch(batchId))
  }

  /** True when the document has everything that this state vector names, and the rows of its batches are here. */
  covers(stateVector: Map<number, number>): boolean {
    for (const [client, clock] of stateVector) if (Y.getState(this.doc.store, client) < clock) return false
    for (const entry of this.content.entries.values())
      if (entry.kind === 'batch' && !this.#batches.has(entry.batchId)) return false
    return true
  }

  /** Reads what other nodes stored since, for all who ask at the same time. Rejects when the store cannot be read. */
  catchUp(): Promise<void> {
    const before = this.#reading?.catch(() => {})
    const reading: Promise<void> = (before ?? Promise.resolve())
      .then(() => this.#read())
      .finally(() => {
        if (this.#reading === reading) this.#reading = undefined
      })
    this.#reading = reading
    return reading
  }

  /** The update `seq` was stored from here and is in the document: fetches what it names. */
  async reached(seq: number): Promise<void> {
    if (seq === this.#seq + 1) this.#seq = seq
    await this.#loadBatches()
  }

  /** After an update stored as `seq`: reads what somebody else stored in between, and compacts now and then. */
  async tidy(seq: number): Promise<void> {
    if (seq > this.#seq) await this.catchUp()
    if (this.#seq - this.#compactedSeq < this.#room.options.compactAfter) return
    const through = this.#seq
    this.#compactedSeq = through
    // The document may hold more than `through`: all of it is stored, so the merged update says no more than the rows.
    const merged = Y.encodeStateAsUpdate(this.doc)
    this.#bytes = merged.byteLength
    await this.#room.ports.staging.compact(this.#room.id, this.changeSetId, through, merged)
  }

  stop(): void {
    this.#isStopped = true
    this.doc.destroy()
  }

  async #read(): Promise<void> {
    const { staging } = this.#room.ports
    const updates = await staging.read(this.#room.id, this.changeSetId, this.#seq)
    if (this.#isStopped) return
    for (const { seq, update } of updates) {
      Y.applyUpdate(this.doc, update, 'stored')
      this.#seq = Math.max(this.#seq, seq)
    }
    await this.#loadBatches()
    if (updates.length > 0) this.#onChanged()
  }

  async #loadBatches(): Promise<void> {
    const { id, ports } = this.#room
    const wanted = new Set<Id>()
    for (const entry of this.content.entries.values()) if (entry.kind === 'batch') wanted.add(entry.batchId)
    for (const batchId of [...this.#batches.keys()]) if (!wanted.has(batchId)) this.#batches.delete(batchId)
    for (const batchId of wanted) {
      if (this.#batches.has(batchId)) continue
      this.#batches.set(batchId, await ports.staging.batch(id, batchId))
      this.#content = undefined
    }
  }
}
