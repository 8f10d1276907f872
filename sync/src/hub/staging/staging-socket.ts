/**
 * Owns one console's socket into a change set. Frames that arrive while the change set is being opened
 * wait in order. A frame that is not of the protocol is refused in words and the socket goes on; nothing
 * throws out of `receive`.
 */
import type * as Y from 'yjs'
import { CLOSE } from '../../protocol/close-codes.ts'
import { type Problem, problem } from '../../protocol/problem.ts'
import type { Id } from '../../protocol/scalars.ts'
import { personOf, type Who } from '../connection.ts'
import { FrameLimit } from '../frame-limit.ts'
import type { HubPorts } from '../hub-ports.ts'
import { internalProblem } from '../internal-problem.ts'
import { epochFrame, problemFrame, readFrame, type StagingFrame, step1Frame } from './frames.ts'

/** A socket for binary frames, as the server has it. */
export interface BinarySocket {
  send(bytes: Uint8Array): void
  close(code: number, reason: string): void
  readonly bufferedAmount: number
}

/** What a socket needs of its change set's room. */
export interface StagingSocketRoom {
  readonly epoch: string
  readonly document: { readonly doc: Y.Doc }
  join(socket: StagingSocket): void
  leave(socket: StagingSocket): void
  take(socket: StagingSocket, frame: StagingFrame): void
}

type State =
  | { kind: 'opening'; waiting: Uint8Array[]; bytes: number }
  | { kind: 'live'; room: StagingSocketRoom }
  | { kind: 'closed' }

const MAX_WAITING_FRAMES = 64
const MAX_WAITING_BYTES = 4 * 1024 * 1024
/** What a person is charged for an answer: one frame for each of these. */
const ANSWER_BYTES = 64 * 1024

export class StagingSocket {
  readonly who: Who
  readonly changeSetId: Id
  readonly #socket: BinarySocket
  readonly #ports: HubPorts
  readonly #onClosed: (socket: StagingSocket) => void
  readonly #limit: FrameLimit
  #state: State = { kind: 'opening', waiting: [], bytes: 0 }

  constructor(
    who: Who,
    changeSetId: Id,
    socket: BinarySocket,
    ports: HubPorts,
    onClosed: (socket: StagingSocket) => void,
  ) {
    this.who = who
    this.changeSetId = changeSetId
    this.#socket = socket
    this.#ports = ports
    this.#onClosed = onClosed
    this.#limit = new FrameLimit({
      budgets: ports.stagingFrames,
      person: personOf(who),
      refuse: (reason) => this.refuse(reason),
      end: (code, reason) => this.end(code, reason),
    })
  }

  get isClosed(): boolean {
    return this.#state.kind === 'closed'
  }

  /** Bytes that were handed to the socket and have not left. */
  get unsentBytes(): number {
    return this.#socket.bufferedAmount
  }

  /** The change set is here: greets, then takes what waited. */
  enter(room: StagingSocketRoom): void {
    if (this.#state.kind !== 'opening') return
    const { waiting } = this.#state
    this.#state = { kind: 'live', room }
    this.send(epochFrame(room.epoch))
    room.join(this)
    this.send(step1Frame(room.document.doc))
    for (const bytes of waiting) this.receive(bytes)
  }

  /** A frame came. Never throws. */
  receive(bytes: Uint8Array): void {
    const state = this.#state
    if (state.kind === 'closed') return
    if (state.kind === 'opening') {
      // Copied: the server's buffer may be used again for the next frame.
      state.bytes += bytes.byteLength
      const isTooMany = state.waiting.push(bytes.slice()) > MAX_WAITING_FRAMES
      if (isTooMany || state.bytes > MAX_WAITING_BYTES) this.end(CLOSE.policy, 'Too many frames')
      return
    }
    try {
      if (!this.#limit.take(bytes.byteLength, this.#ports.world.now())) return
      const frame = readFrame(bytes)
      if (frame) state.room.take(this, frame)
      else this.refuse(problem('malformed', 'The frame is not of the staging protocol'))
    } catch (error) {
      this.refuse(internalProblem(error, 'staging socket', this.#ports))
    }
  }

  /** The socket is gone. */
  closed(): void {
    const state = this.#state
    if (state.kind === 'closed') return
    this.#state = { kind: 'closed' }
    if (state.kind === 'live') state.room.leave(this)
    this.#onClosed(this)
  }

  /** Sends, or ends a socket that does not drain: it gets what it missed when it comes back. */
  send(bytes: Uint8Array): void {
    if (this.#state.kind === 'closed') return
    try {
      this.#socket.send(bytes)
      if (this.#socket.bufferedAmount > this.#ports.options.hopelessBytes)
        this.end(CLOSE.tryLater, 'Too slow: come back later')
    } catch (error) {
      this.#ports.logger.warn({ err: error }, 'staging socket failed')
    }
  }

  /** Sends what was asked for. Asking is a small frame, so the person is charged for a large answer (ST20). */
  answer(bytes: Uint8Array): void {
    const { stagingFrames, world } = this.#ports
    stagingFrames.charge(personOf(this.who), Math.floor(bytes.byteLength / ANSWER_BYTES), world.now())
    this.send(bytes)
  }

  /** Tells the sender, and nobody else, that its update was not taken. */
  refuse(reason: Problem): void {
    this.#ports.meter.refused('staging', reason.kind)
    this.send(problemFrame(reason))
  }

  end(code: number, reason: string): void {
    if (this.#state.kind === 'closed') return
    this.closed()
    try {
      this.#socket.close(code, reason)
    } catch (error) {
      this.#ports.logger.warn({ err: error }, 'staging socket failed')
    }
  }
}
