/**
 * One open change set on this node: the Yjs document and the sockets into it. Invariants: the document
 * holds only what is stored, so whatever leaves here is durable (ST3); updates are checked, stored, applied
 * and relayed one group after the other, in order; a refused one leaves no trace (ST4).
 */
import * as Y from 'yjs'
import { factKey } from '../../model/fact-key.ts'
import { CLOSE } from '../../protocol/close-codes.ts'
import { type Problem, problem } from '../../protocol/problem.ts'
import type { Id } from '../../protocol/scalars.ts'
import type { ChangeSetContent } from '../../staging/change-set-content.ts'
import { readContent } from '../../staging/document.ts'
import type { BatchRow, StagedChange } from '../../staging/staged-change.ts'
import { UpdateGate } from '../../staging/update-gate.ts'
import type { OrganizationRoom } from '../organization-room.ts'
import { type AwareClient, ChangeSetNotOpen, type Hint } from '../ports.ts'
import { AwarenessBook } from './awareness-book.ts'
import { AwarenessWhisper } from './awareness-whisper.ts'
import { clearOrphans, clearSaved } from './clear-batches.ts'
import {
  type AwarenessEntry,
  awarenessFrame,
  type StagingFrame,
  step2Frame,
  takenBackFrame,
  updateFrame,
} from './frames.ts'
import type { StagingSocket } from './staging-socket.ts'
import { named, takenBack } from './taken-back.ts'

interface Incoming {
  update: Uint8Array
  actorId: Id
  socket: StagingSocket | undefined
  asServer: boolean
  wasAhead: boolean
  settle(refusal: Problem | undefined): void
}

const MAX_INCOMING = 2_000

export class StagingRoom {
  readonly doc = new Y.Doc()
  readonly changeSetId: Id
  readonly sockets = new Set<StagingSocket>()
  readonly #room: OrganizationRoom
  readonly #gate: UpdateGate
  readonly #awareness = new AwarenessBook()
  readonly #whisper: AwarenessWhisper
  readonly #batches = new Map<Id, readonly BatchRow[]>()
  readonly #onChanged: () => void
  readonly #onLost: () => void
  /** Settles with the last update that a socket sent and that is not stored yet. */
  readonly #lastOf = new WeakMap<StagingSocket, Promise<void>>()
  #incoming: Incoming[] = []
  #isDraining = false
  /** Everything stored up to here is in the document. */
  #seq = 0
  #compactedSeq = 0
  #content: ChangeSetContent | undefined
  #reading: Promise<void> | undefined
  #isStopped = false

  /** Opens a change set from the store. */
  static async open(
    room: OrganizationRoom,
    changeSetId: Id,
    on: { changed(): void; lost(): void },
  ): Promise<StagingRoom> {
    const staging = new StagingRoom(room, changeSetId, on)
    await staging.catchUp()
    void clearOrphans(room, staging)
    return staging
  }

  private constructor(room: OrganizationRoom, changeSetId: Id, on: { changed(): void; lost(): void }) {
    this.#room = room
    this.changeSetId = changeSetId
    this.#onChanged = on.changed
    this.#onLost = on.lost
    this.#gate = new UpdateGate(this.doc)
    const { id: organizationId, node } = room
    this.#whisper = new AwarenessWhisper({
      ...room.options,
      world: room.ports.world,
      publish: (clients) => room.publish({ of: 'awareness', organizationId, node, changeSetId, clients }),
    })
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      this.#content = undefined
      const frame = updateFrame(update)
      for (const socket of this.sockets) if (socket !== origin) socket.send(frame)
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

  /** True when the document has an entry of this batch. */
  names(batchId: Id): boolean {
    return this.content.entries.has(factKey.batch(batchId))
  }

  get isIdle(): boolean {
    return this.sockets.size === 0 && !this.#isDraining
  }

  join(socket: StagingSocket): void {
    const { id: organizationId, node } = this.#room
    if (this.sockets.size === 0)
      this.#room.publish({ of: 'awareness-wanted', organizationId, node, changeSetId: this.changeSetId })
    this.sockets.add(socket)
    const present = this.#awareness.all()
    if (present.length > 0) socket.send(awarenessFrame(present.map(entryOf)))
  }

  leave(socket: StagingSocket): void {
    if (this.sockets.delete(socket)) this.#tellAll(this.#awareness.leave(socket))
  }

  /** Another node says who is in this change set there, or asks who is here. */
  whispered(hint: Extract<Hint, { of: 'awareness' | 'awareness-wanted' }>): void {
    if (hint.of === 'awareness-wanted') this.#whisper.tell(this.#awareness.own())
    else this.#tell(this.#awareness.hear(hint.node, hint.clients, this.#room.ports.world.now()))
  }

  /** Drops those of other nodes that were not heard of for long. */
  expireAwareness(): void {
    this.#tell(this.#awareness.expire(this.#room.ports.world.now()))
  }

  take(socket: StagingSocket, frame: StagingFrame): void {
    switch (frame.kind) {
      case 'step1':
        this.#answer(socket, frame.stateVector)
        return
      case 'update':
        this.#receive(socket, frame.update)
        return
      case 'awareness':
        this.#takeAwareness(socket, frame.entries)
        return
      case 'queryAwareness':
        socket.send(awarenessFrame(this.#awareness.all().map(entryOf)))
        return
      case 'ignored':
        return
      default:
        frame satisfies never
    }
  }

  /** Stages for the server itself, e.g. an import; resolves when durable or refused. */
  stageAsServer(actorId: Id, update: Uint8Array): Promise<Problem | undefined> {
    return new Promise((settle) => {
      this.#enqueue({ update, actorId, socket: undefined, asServer: true, wasAhead: false, settle })
    })
  }

  /** A save took entries out, in its own transaction. */
  unstaged(update: Uint8Array): void {
    const before = [...this.content.batches.keys()]
    Y.applyUpdate(this.doc, update, 'unstage')
    const saved = before.filter((batchId) => !this.names(batchId))
    if (saved.length > 0) void clearSaved(this.#room, this, saved)
    this.#changed()
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

  /** True when the document has everything that this state vector names, and the rows of its batches are here. */
  covers(stateVector: Map<number, number>): boolean {
    for (const [client, clock] of stateVector) if (Y.getState(this.doc.store, client) < clock) return false
    for (const entry of this.content.entries.values())
      if (entry.kind === 'batch' && !this.#batches.has(entry.batchId)) return false
    return true
  }

  end(code: number, reason: string): void {
    for (const socket of [...this.sockets]) socket.end(code, reason)
  }

  stop(): void {
    if (this.#isStopped) return
    this.#isStopped = true
    const gone = problem('unavailable', 'The change set is being opened anew; try again')
    for (const { settle } of this.#incoming.splice(0)) settle(gone)
    this.#whisper.stop()
    this.#gate.destroy()
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
    if (updates.length > 0) this.#changed()
  }

  #receive(socket: StagingSocket, update: Uint8Array): void {
    const { userId: actorId } = socket.who
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#lastOf.set(socket, promise)
    const settle = (refusal: Problem | undefined) => {
      if (refusal) socket.refuse(refusal)
      if (this.#lastOf.get(socket) === promise) this.#lastOf.delete(socket)
      resolve()
    }
    // Copied: the server's buffer may be used again for the next frame.
    this.#enqueue({ update: update.slice(), actorId, socket, asServer: false, wasAhead: false, settle })
  }

  /** After what the socket sent before is stored or refused: consoles take the answer as a receipt (ST17). */
  #answer(socket: StagingSocket, stateVector: Uint8Array): void {
    const answer = () => {
      if (!this.#isStopped && this.sockets.has(socket)) socket.send(step2Frame(this.doc, stateVector))
    }
    const last = this.#lastOf.get(socket)
    if (last) last.then(answer, answer)
    else answer()
  }

  #enqueue(incoming: Incoming): void {
    if (this.#isStopped || this.#incoming.length >= MAX_INCOMING) {
      incoming.settle(problem('too-many', 'Too much is being staged at the moment'))
      return
    }
    this.#incoming.push(incoming)
    if (this.#isDraining) return
    this.#isDraining = true
    this.#drain()
      .catch((error) => {
        this.#room.ports.logger.warn({ err: error, changeSetId: this.changeSetId }, 'staging is stuck')
        // What was not stored is still in the consoles; they send it again to a fresh room.
        this.end(CLOSE.tryLater, 'Come back later')
        this.#onLost()
      })
      .finally(() => {
        this.#isDraining = false
      })
  }

  async #drain(): Promise<void> {
    while (this.#incoming.length > 0 && !this.#isStopped) {
      const { accepted, refused } = this.#check()
      if (accepted.length > 0) await this.#store(accepted)
      if (!refused) continue
      if (refused.ahead && !refused.incoming.wasAhead) {
        await Promise.all([this.#room.follow.catchUp(), this.catchUp()])
        this.#incoming.unshift({ ...refused.incoming, wasAhead: true })
      } else refused.incoming.settle(refused.problem)
    }
  }

  /** Checks updates of one person until one is refused: a refusal takes the gate back to what is stored. */
  #check(): {
    accepted: { incoming: Incoming; update: Uint8Array }[]
    refused?: { incoming: Incoming; problem: Problem; ahead: boolean }
  } {
    const { world } = this.#room.ports
    const accepted: { incoming: Incoming; update: Uint8Array }[] = []
    for (;;) {
      const [incoming] = this.#incoming
      const first = accepted[0]?.incoming
      if (!incoming || (first && first.actorId !== incoming.actorId)) return { accepted }
      this.#incoming.shift()
      const { actorId, asServer } = incoming
      const sender = { actorId, asServer, now: world.now(), version: this.#room.state.version }
      const verdict = this.#gate.check(incoming.update, sender)
      if (!verdict.ok) return { accepted, refused: { incoming, ...verdict } }
      if (verdict.update) accepted.push({ incoming, update: verdict.update })
      else incoming.settle(undefined)
    }
  }

  async #store(accepted: { incoming: Incoming; update: Uint8Array }[]): Promise<void> {
    const { id, ports } = this.#room
    const updates = accepted.map(({ update }) => update)
    const [only] = updates
    const merged = updates.length === 1 && only ? only : Y.mergeUpdates(updates)
    const actorId = accepted[0]?.incoming.actorId ?? ''
    let seq: number
    try {
      seq = await ports.staging.append(id, this.changeSetId, merged, actorId)
    } catch (error) {
      if (!(error instanceof ChangeSetNotOpen)) throw error
      this.#gate.forget()
      for (const { incoming } of accepted) incoming.settle(problem('not-found', 'This change set was closed'))
      await this.#room.follow.catchUp()
      return
    }
    if (this.#isStopped) return
    const before = this.content.entries
    for (const { incoming, update } of accepted) Y.applyUpdate(this.doc, update, incoming.socket)
    this.#tellTakenBack(takenBack(before, this.content.entries, actorId), actorId)
    if (seq === this.#seq + 1) this.#seq = seq
    await this.#loadBatches()
    for (const { incoming } of accepted) incoming.settle(undefined)
    this.#changed()
    ports.wakeup
      .publish({ of: 'staging', organizationId: id, changeSetId: this.changeSetId })
      .catch((error) => ports.logger.warn({ err: error }, 'wake-up was not sent'))
    // Somebody else stored in between (another node, or a save): the next read closes the gap.
    if (seq > this.#seq) await this.catchUp()
    await this.#compact()
  }

  async #compact(): Promise<void> {
    if (this.#seq - this.#compactedSeq < this.#room.options.compactAfter) return
    const through = this.#seq
    this.#compactedSeq = through
    // The document may hold more than `through`: all of it is stored, so the merged update says no more than the rows.
    const merged = Y.encodeStateAsUpdate(this.doc)
    await this.#room.ports.staging.compact(this.#room.id, this.changeSetId, through, merged)
  }

  /** Rows of batches live in the database; views are computed without waiting, so they are fetched ahead. */
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

  #changed(): void {
    this.#onChanged()
  }

  #takeAwareness(socket: StagingSocket, entries: readonly AwarenessEntry[]): void {
    const { userId } = socket.who
    const name = this.#room.state.users.get(userId)?.name ?? ''
    const user = { id: userId, name, hue: this.#room.presence.hueOf(userId) }
    this.#tellAll(
      this.#awareness.take(socket, entries, user, (client) => this.#gate.clients.show(client, userId)),
    )
  }

  /** Who staged something hears who took it back (ST18); a save is told by its commit. */
  #tellTakenBack(byStager: ReadonlyMap<Id, readonly StagedChange[]>, actorId: Id): void {
    const by = { id: actorId, name: this.#room.state.users.get(actorId)?.name ?? '' }
    for (const [stagerId, changes] of byStager) {
      const frame = takenBackFrame(
        by,
        changes.map((change) => named(this.#room.state, change)),
      )
      for (const socket of this.sockets) if (socket.who.userId === stagerId) socket.send(frame)
    }
  }

  /** News of the consoles here: for them, and for other nodes. */
  #tellAll(news: readonly AwareClient[]): void {
    for (const { client, user } of news) if (!user) this.#gate.clients.hide(client)
    this.#tell(news)
    this.#whisper.tell(news)
  }

  #tell(news: readonly AwareClient[]): void {
    if (news.length === 0) return
    const frame = awarenessFrame(news.map(entryOf))
    for (const socket of this.sockets) socket.send(frame)
  }
}

function entryOf({ client, clock, user }: AwareClient): AwarenessEntry {
  return { client, clock, state: user && { user } }
}
