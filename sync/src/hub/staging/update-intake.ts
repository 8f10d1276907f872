/**
 * The one way of updates into a change set: checked, stored, applied and so relayed, one group after the other
 * and in order. Owns what came and is not stored yet. Invariants: what is applied is durable (ST3); a refused
 * update leaves no trace (ST4); everyone who sent one is told what became of it.
 */
import * as Y from 'yjs'
import { type Problem, problem } from '../../protocol/problem.ts'
import type { Id } from '../../protocol/scalars.ts'
import type { StagedChange } from '../../staging/staged-change.ts'
import type { UpdateGate } from '../../staging/update-gate.ts'
import type { OrganizationRoom } from '../organization-room.ts'
import { OtherHistory } from '../other-history.ts'
import { ChangeSetNotOpen } from '../ports.ts'
import type { StagedDocument } from './staged-document.ts'
import type { StagingSocket } from './staging-socket.ts'
import { takenBack } from './taken-back.ts'

interface Incoming {
  update: Uint8Array
  actorId: Id
  socket: StagingSocket | undefined
  asServer: boolean
  wasAhead: boolean
  settle(refusal: Problem | undefined): void
}

interface Accepted {
  incoming: Incoming
  update: Uint8Array
}

export interface UpdateIntakeOptions {
  room: OrganizationRoom
  document: StagedDocument
  gate: UpdateGate
  onChanged(): void
  /** What `actorId` took out that others had staged, by who had staged it. */
  onTakenBack(byStager: ReadonlyMap<Id, readonly StagedChange[]>, actorId: Id): void
  /** The store does not take anything any more. */
  onStuck(error: unknown): void
}

const MAX_INCOMING = 2_000
const MAX_INCOMING_BYTES = 32 * 1024 * 1024

export class UpdateIntake {
  readonly #options: UpdateIntakeOptions
  /** Settles with the last update that a socket sent and that is not stored yet. */
  readonly #lastOf = new WeakMap<StagingSocket, Promise<void>>()
  #incoming: Incoming[] = []
  /** Of all that is not settled. */
  #bytes = 0
  #isDraining = false
  #isStopped = false

  constructor(options: UpdateIntakeOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return !this.#isDraining
  }

  /** Takes a console's update; a refusal is told on its socket. */
  receive(socket: StagingSocket, update: Uint8Array): void {
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

  /** Stages for the server itself, e.g. an import; resolves when durable or refused. */
  stageAsServer(actorId: Id, update: Uint8Array): Promise<Problem | undefined> {
    return new Promise((settle) => {
      this.#enqueue({ update, actorId, socket: undefined, asServer: true, wasAhead: false, settle })
    })
  }

  /** Calls back when everything that this socket sent before is stored or refused, at once if it is. */
  whenSettled(socket: StagingSocket, callback: () => void): void {
    const last = this.#lastOf.get(socket)
    if (last) last.then(callback, callback)
    else callback()
  }

  stop(): void {
    this.#isStopped = true
    const gone = problem('unavailable', 'The change set is being opened anew; try again')
    for (const { settle } of this.#incoming.splice(0)) settle(gone)
  }

  #enqueue(incoming: Incoming): void {
    const { byteLength } = incoming.update
    const isFull = this.#incoming.length >= MAX_INCOMING || this.#bytes + byteLength > MAX_INCOMING_BYTES
    if (this.#isStopped || isFull) {
      incoming.settle(problem('too-many', 'Too much is being staged at the moment'))
      return
    }
    this.#bytes += byteLength
    const settle = (refusal: Problem | undefined) => {
      this.#bytes -= byteLength
      incoming.settle(refusal)
    }
    this.#incoming.push({ ...incoming, settle })
    if (!this.#isDraining) this.#drain().catch((error) => this.#options.onStuck(error))
  }

  async #drain(): Promise<void> {
    this.#isDraining = true
    try {
      while (this.#incoming.length > 0 && !this.#isStopped) await this.#next()
    } finally {
      // In the turn that found nothing left: what comes in the next one starts anew.
      this.#isDraining = false
    }
  }

  async #next(): Promise<void> {
    const { room, document } = this.#options
    const { accepted, refused } = this.#check()
    if (accepted.length > 0) await this.#store(accepted)
    if (!refused) return
    if (refused.ahead && !refused.incoming.wasAhead) {
      await Promise.all([room.follow.catchUp(), document.catchUp()])
      this.#incoming.unshift({ ...refused.incoming, wasAhead: true })
    } else refused.incoming.settle(refused.problem)
  }

  /** Checks updates of one person until one is refused: a refusal takes the gate back to what is stored. */
  #check(): { accepted: Accepted[]; refused?: { incoming: Incoming; problem: Problem; ahead: boolean } } {
    const { room, gate } = this.#options
    const accepted: Accepted[] = []
    for (;;) {
      const [incoming] = this.#incoming
      const first = accepted[0]?.incoming
      if (!incoming || (first && first.actorId !== incoming.actorId)) return { accepted }
      this.#incoming.shift()
      const { actorId, asServer } = incoming
      const sender = { actorId, asServer, now: room.ports.world.now(), version: room.state.version }
      const verdict = gate.check(incoming.update, sender)
      if (!verdict.ok) return { accepted, refused: { incoming, ...verdict } }
      if (verdict.update) accepted.push({ incoming, update: verdict.update })
      else incoming.settle(undefined)
    }
  }

  async #store(accepted: readonly Accepted[]): Promise<void> {
    const { room, document, gate, onChanged, onTakenBack } = this.#options
    const { changeSetId } = document
    const { id, ports } = room
    const updates = accepted.map(({ update }) => update)
    const [only] = updates
    const merged = updates.length === 1 && only ? only : Y.mergeUpdates(updates)
    const actorId = accepted[0]?.incoming.actorId ?? ''
    let seq: number
    try {
      seq = await ports.staging.append(id, changeSetId, merged, actorId, room.epoch)
    } catch (error) {
      if (!(error instanceof ChangeSetNotOpen)) {
        // Consoles come back and send it again; whoever waits for the server's own staging must hear.
        const refusal = problem('unavailable', 'The database cannot be reached')
        for (const { incoming } of accepted) if (incoming.asServer) incoming.settle(refusal)
        // The room finds the same, and starts everyone over (RC9).
        if (error instanceof OtherHistory) await room.follow.catchUp()
        throw error
      }
      gate.forget()
      for (const { incoming } of accepted) incoming.settle(problem('not-found', 'This change set was closed'))
      await room.follow.catchUp()
      return
    }
    if (this.#isStopped) return
    const before = document.content.entries
    for (const { incoming, update } of accepted) Y.applyUpdate(document.doc, update, incoming.socket)
    onTakenBack(takenBack(before, document.content.entries, actorId), actorId)
    await document.reached(seq)
    for (const { incoming } of accepted) incoming.settle(undefined)
    onChanged()
    ports.wakeup
      .publish({ of: 'staging', organizationId: id, changeSetId })
      .catch((error) => ports.logger.warn({ err: error }, 'wake-up was not sent'))
    await document.tidy(seq)
  }
}
