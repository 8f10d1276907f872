/**
 * Owns one console's socket from its first frame to its end: greeting, order of frames, bounds. What a
 * frame means is the room's. States: `greeting` (only hello counts), `opening` (frames wait in order),
 * `live`, `closed`. Nothing is sent after `closed`, and no frame throws out of `receive`.
 */
import { CLOSE } from '../protocol/close-codes.ts'
import type { Down } from '../protocol/down.ts'
import { parseUp } from '../protocol/parse-frame.ts'
import { isProblem, type Problem, problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'
import type { Up } from '../protocol/up.ts'
import { PROTOCOL_VERSION } from '../protocol/version.ts'
import type { World } from '../world.ts'
import { Frame } from './frame.ts'
import type { FrameBudgets } from './frame-budgets.ts'
import { FrameLimit } from './frame-limit.ts'
import { guardedWorld } from './guarded-world.ts'
import { internalProblem } from './internal-problem.ts'
import type { LiveView } from './live-view.ts'
import type { Logger } from './logger.ts'
import type { Meter } from './meter.ts'
import type { HubOptions } from './options.ts'
import { Outbox, type Socket } from './outbox.ts'

/** Who a socket belongs to, as the server has proven it. */
export interface Who {
  organizationId: Id
  userId: Id
  sessionId: string
}

/** Names the person behind a socket among all that this node serves. */
export function personOf({ organizationId, userId }: Who): string {
  return `${organizationId} ${userId}`
}

/** A subscription of one connection; without a live view it still is being opened. */
export interface OpenSubscription {
  id: number
  liveView: LiveView | undefined
  /** A delta was left out: the next frame must be a snapshot. */
  isStale: boolean
}

/** What a connection needs of its organization's room. */
export interface ConnectionRoom {
  join(connection: Connection): void
  leave(connection: Connection, isRevoked: boolean): void
  take(connection: Connection, frame: Exclude<Up, { type: 'hello' | 'ping' }>): void
  drained(connection: Connection): void
}

export interface ConnectionPorts {
  world: World
  logger: Logger
  meter: Meter
  options: HubOptions
  frames: FrameBudgets
  /** Undefined when there is no such organization. */
  open(organizationId: Id): Promise<ConnectionRoom | undefined>
  onClosed(connection: Connection): void
}

type State =
  | { kind: 'greeting' }
  | { kind: 'opening'; waiting: Up[] }
  | { kind: 'live'; room: ConnectionRoom }
  | { kind: 'closed' }

const MAX_WAITING_FRAMES = 256

export class Connection {
  readonly id: string
  readonly who: Who
  readonly subscriptions = new Map<number, OpenSubscription>()
  clientId = ''
  readonly #socket: Socket
  readonly #ports: ConnectionPorts
  readonly #outbox: Outbox
  readonly #limit: FrameLimit
  #state: State = { kind: 'greeting' }

  constructor(who: Who, socket: Socket, ports: ConnectionPorts) {
    const { world, options } = ports
    this.id = world.id()
    this.who = who
    this.#socket = socket
    this.#ports = ports
    this.#limit = new FrameLimit({
      budgets: ports.frames,
      person: personOf(who),
      refuse: (reason) => this.fault(reason),
      end: (code, reason) => this.end(code, reason),
    })
    this.#outbox = new Outbox(socket, {
      ...options,
      world: guardedWorld(world, (error) => this.#failed(error)),
      onDrained: () => this.#drained(),
      onHopeless: (code, reason) => this.end(code, reason),
    })
  }

  get isClosed(): boolean {
    return this.#state.kind === 'closed'
  }

  /** Bytes that were handed to the socket and have not left. */
  get unsentBytes(): number {
    return this.#socket.bufferedAmount
  }

  /** A frame came. Never throws. */
  receive(text: string): void {
    if (this.#state.kind === 'closed') return
    try {
      if (!this.#limit.take(text.length, this.#ports.world.now())) return
      const frame = parseUp(text)
      if (isProblem(frame)) this.#malformed(frame)
      else this.#take(frame)
    } catch (error) {
      this.fault(internalProblem(error, 'connection', this.#ports))
    }
  }

  /** The socket is gone. */
  closed(): void {
    this.#finish(false)
  }

  send(frame: Down): void {
    this.sendFrame(new Frame(JSON.stringify(frame)))
  }

  /** Sends a frame that was made already: the same one serves many connections (FN1). */
  sendFrame(frame: Frame): void {
    if (this.#state.kind !== 'closed') this.#guard(() => this.#outbox.send(frame))
  }

  /** Like `sendFrame`, but false when the socket is too slow to take it now. */
  offer(frame: Frame): boolean {
    if (this.#state.kind === 'closed') return true
    let taken = true
    this.#guard(() => {
      taken = this.#outbox.offer(frame)
    })
    return taken
  }

  get isSlow(): boolean {
    return this.#outbox.isSlow
  }

  /** Says that the connection is live, before anything else (CN3). */
  welcome({ epoch, version }: { epoch: string; version: number }): void {
    const { organizationId, userId } = this.who
    const now = new Date(this.#ports.world.now()).toISOString()
    const protocol = PROTOCOL_VERSION
    this.send({
      type: 'welcome',
      protocol,
      epoch,
      organizationId,
      userId,
      connectionId: this.id,
      version,
      now,
    })
  }

  fault(reason: Problem): void {
    this.#ports.meter.refused('sync', reason.kind)
    this.send({ type: 'fault', problem: reason })
  }

  /** Says that a subscription is not, or no longer, answered. */
  refuseSubscription(subscriptionId: number, reason: Problem): void {
    this.#ports.meter.refused('sync', reason.kind)
    this.#ports.meter.answered('refused', false)
    this.send({ type: 'refused', subscriptionId, problem: reason })
  }

  /** Closes the socket for a reason of ours. */
  end(code: number, reason: string): void {
    if (this.#state.kind === 'closed') return
    this.#finish(code === CLOSE.forbidden || code === CLOSE.unauthenticated)
    this.#guard(() => this.#socket.close(code, reason))
  }

  #take(frame: Up): void {
    const state = this.#state
    if (frame.type === 'ping') {
      this.send({ type: 'pong' })
      return
    }
    switch (state.kind) {
      case 'greeting':
        if (frame.type === 'hello') this.#greet(frame)
        else this.#violation('The first frame must be hello')
        return
      case 'opening':
        if (frame.type === 'hello') this.#violation('There was a hello already')
        else if (state.waiting.push(frame) > MAX_WAITING_FRAMES) this.#violation('Too many frames')
        return
      case 'live':
        if (frame.type === 'hello') this.#violation('There was a hello already')
        else state.room.take(this, frame)
        return
      case 'closed':
        return
      default:
        state satisfies never
    }
  }

  #greet(hello: Extract<Up, { type: 'hello' }>): void {
    if (hello.protocol !== PROTOCOL_VERSION) {
      this.send({ type: 'reload', protocol: PROTOCOL_VERSION })
      this.end(CLOSE.outdated, 'Reload the page')
      return
    }
    this.clientId = hello.clientId
    this.#state = { kind: 'opening', waiting: [] }
    this.#open().catch((error) => {
      this.fault(internalProblem(error, 'open', this.#ports))
      this.end(CLOSE.tryLater, 'Come back later')
    })
  }

  async #open(): Promise<void> {
    const room = await this.#ports.open(this.who.organizationId)
    if (this.#state.kind !== 'opening') return
    if (!room) return this.refuse()
    const { waiting } = this.#state
    this.#state = { kind: 'live', room }
    room.join(this)
    for (const frame of waiting) this.#take(frame)
  }

  /** Says that this person may not be here, in the same words whatever the reason (AU1, AU6). */
  refuse(): void {
    this.fault(problem('forbidden', 'You are not allowed to use this console'))
    this.end(CLOSE.forbidden, 'Not allowed')
  }

  #malformed(reason: Problem): void {
    this.fault(reason)
    if (this.#state.kind === 'greeting') this.end(CLOSE.policy, 'The first frame must be hello')
  }

  #violation(reason: string): void {
    this.fault(problem('malformed', reason))
    this.end(CLOSE.policy, reason)
  }

  /** What this console missed is not known: it comes back and asks again. */
  #failed(error: unknown): void {
    this.#ports.logger.error({ err: error, connectionId: this.id }, 'connection failed')
    this.end(CLOSE.tryLater, 'Come back later')
  }

  #drained(): void {
    if (this.#state.kind === 'live') this.#state.room.drained(this)
  }

  #finish(isRevoked: boolean): void {
    const state = this.#state
    if (state.kind === 'closed') return
    this.#state = { kind: 'closed' }
    this.#outbox.stop()
    if (state.kind === 'live') state.room.leave(this, isRevoked)
    this.#ports.onClosed(this)
  }

  /** A socket may throw when it is closing; that is its own business. */
  #guard(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#ports.logger.warn({ err: error, connectionId: this.id }, 'socket failed')
    }
  }
}
