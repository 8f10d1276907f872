/**
 * One open change set on this node: the sockets into it, and what its frames mean. Invariants: whatever leaves
 * here is durable (ST3), and reaches every socket but the one that sent it. The document, the way into it and
 * who is here are nouns of their own: `document`, `intake`, `awareness`.
 */
import * as Y from 'yjs'
import { CLOSE } from '../../protocol/close-codes.ts'
import type { Id } from '../../protocol/scalars.ts'
import type { StagedChange } from '../../staging/staged-change.ts'
import { UpdateGate } from '../../staging/update-gate.ts'
import type { OrganizationRoom } from '../organization-room.ts'
import { AwarenessCircle } from './awareness-circle.ts'
import { clearOrphans, clearSaved } from './clear-batches.ts'
import { type StagingFrame, step2Frame, takenBackFrame, updateFrame } from './frames.ts'
import { StagedDocument } from './staged-document.ts'
import type { StagingSocket, StagingSocketRoom } from './staging-socket.ts'
import { named } from './taken-back.ts'
import { UpdateIntake } from './update-intake.ts'

export class StagingRoom implements StagingSocketRoom {
  readonly document: StagedDocument
  readonly intake: UpdateIntake
  readonly awareness: AwarenessCircle
  readonly sockets = new Set<StagingSocket>()
  readonly #room: OrganizationRoom
  readonly #gate: UpdateGate
  readonly #onChanged: () => void
  #isStopped = false

  /** Opens a change set from the store. `lost` says that this room is of no use any more. */
  static async open(
    room: OrganizationRoom,
    changeSetId: Id,
    on: { changed(): void; lost(): void },
  ): Promise<StagingRoom> {
    const staging = new StagingRoom(room, changeSetId, on)
    await staging.document.catchUp()
    void clearOrphans(room, staging.document)
    return staging
  }

  private constructor(room: OrganizationRoom, changeSetId: Id, on: { changed(): void; lost(): void }) {
    const { sockets } = this
    this.#room = room
    this.#onChanged = on.changed
    this.document = new StagedDocument(room, changeSetId, on.changed)
    this.#gate = new UpdateGate(this.document.doc)
    this.awareness = new AwarenessCircle({ room, changeSetId, sockets, clients: this.#gate.clients })
    this.intake = new UpdateIntake({
      room,
      document: this.document,
      gate: this.#gate,
      onChanged: on.changed,
      onTakenBack: (byStager, actorId) => this.#tellTakenBack(byStager, actorId),
      onStuck: (error) => {
        room.ports.logger.warn({ err: error, changeSetId }, 'staging is stuck')
        // What was not stored is still in the consoles; they send it again to a fresh room.
        this.end(CLOSE.tryLater, 'Come back later')
        on.lost()
      },
    })
    this.document.doc.on('update', (update: Uint8Array, origin: unknown) => {
      const frame = updateFrame(update)
      for (const socket of sockets) if (socket !== origin) socket.send(frame)
    })
  }

  /** Of the history that this document belongs to. */
  get epoch(): string {
    return this.#room.epoch
  }

  get isIdle(): boolean {
    return this.sockets.size === 0 && this.intake.isIdle
  }

  join(socket: StagingSocket): void {
    if (this.sockets.size === 0) this.awareness.ask()
    this.sockets.add(socket)
    if (!this.awareness.isEmpty) this.awareness.tellAll(socket)
  }

  leave(socket: StagingSocket): void {
    if (this.sockets.delete(socket)) this.awareness.leave(socket)
  }

  take(socket: StagingSocket, frame: StagingFrame): void {
    switch (frame.kind) {
      case 'step1':
        // After what the socket sent before: consoles take the answer as a receipt (ST17).
        this.intake.whenSettled(socket, () => this.#answer(socket, frame.stateVector))
        return
      case 'update':
        this.intake.receive(socket, frame.update)
        return
      case 'awareness':
        this.awareness.take(socket, frame.entries)
        return
      case 'queryAwareness':
        this.awareness.tellAll(socket)
        return
      case 'ignored':
        return
      default:
        frame satisfies never
    }
  }

  /** A save took entries out, in its own transaction. */
  unstaged(update: Uint8Array): void {
    const { document } = this
    const before = [...document.content.batches.keys()]
    Y.applyUpdate(document.doc, update, 'unstage')
    const saved = before.filter((batchId) => !document.names(batchId))
    if (saved.length > 0) void clearSaved(this.#room, document, saved)
    this.#onChanged()
  }

  end(code: number, reason: string): void {
    for (const socket of [...this.sockets]) socket.end(code, reason)
  }

  stop(): void {
    if (this.#isStopped) return
    this.#isStopped = true
    this.intake.stop()
    this.awareness.stop()
    this.#gate.destroy()
    this.document.stop()
  }

  #answer(socket: StagingSocket, stateVector: Uint8Array): void {
    if (!this.#isStopped && this.sockets.has(socket))
      socket.answer(step2Frame(this.document.doc, stateVector))
  }

  /** Who staged something hears who took it back (ST18); a save is told by its commit. */
  #tellTakenBack(byStager: ReadonlyMap<Id, readonly StagedChange[]>, actorId: Id): void {
    const { state } = this.#room
    const by = { id: actorId, name: state.users.get(actorId)?.name ?? '' }
    for (const [stagerId, changes] of byStager) {
      const frame = takenBackFrame(
        by,
        changes.map((change) => named(state, change)),
      )
      for (const socket of this.sockets) if (socket.who.userId === stagerId) socket.send(frame)
    }
  }
}
