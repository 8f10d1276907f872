/**
 * A node's end of the engine: organizations opened on demand, sockets let in, mutations and reads for the
 * server's own routes. Owns the rooms and who is in them; does no I/O but through its ports.
 */

import type { State } from '../model/state.ts'
import { CLOSE } from '../protocol/close-codes.ts'
import type { Saved } from '../protocol/committed.ts'
import { isProblem, type Problem, problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'
import type { Result } from '../views/view.ts'
import { Connection, type Who } from './connection.ts'
import { type Figures, figuresOf } from './figures.ts'
import { FrameBudgets } from './frame-budgets.ts'
import { guardedWorld } from './guarded-world.ts'
import type { HubPorts } from './hub-ports.ts'
import { type Logger, silentLogger } from './logger.ts'
import { type Meter, silentMeter } from './meter.ts'
import { defaultOptions, type HubOptions } from './options.ts'
import { OrganizationRoom } from './organization-room.ts'
import type { Socket } from './outbox.ts'
import type { Hint } from './ports.ts'
import { saveAndTell } from './save-and-tell.ts'
import { StagingDesk } from './staging/staging-desk.ts'

/** What a hub is made of; without a logger it says nothing, without a meter nothing is counted. */
export type Ports = Omit<HubPorts, 'logger' | 'meter' | 'options' | 'frames' | 'stagingFrames' | 'onLost'> & {
  logger?: Logger
  meter?: Meter
}

export interface MutateRequest {
  organizationId: Id
  /** Null: the organization changes itself; only then do internal mutations exist. */
  actorId: Id | null
  name: string
  args: unknown
  mutationId?: Id
  /** Of the HTTP request that asks for it; goes to the log. */
  requestId?: string
}

export interface ReadRequest {
  organizationId: Id
  userId: Id
  view: string
  args: unknown
}

/** Sockets are closed in steps of this length. */
const DRAIN_STEP_MS = 50

export class Hub {
  /** Sockets into change sets, and the server's own staging. */
  readonly staging: StagingDesk
  readonly #ports: HubPorts
  readonly #rooms = new Map<Id, Promise<OrganizationRoom | undefined>>()
  readonly #opened = new Map<Id, OrganizationRoom>()
  readonly #connections = new Set<Connection>()
  /** Hints that came while an organization was being opened: what it read may be older (RC6). */
  readonly #heardEarly = new Map<Id, Hint & { of: 'version' }>()
  readonly #endWakeups: () => void
  #cancelSweep = () => {}
  #stopped: Promise<void> | undefined

  constructor(ports: Ports, options: Partial<HubOptions> = {}) {
    const logger = ports.logger ?? silentLogger
    const all = { ...defaultOptions, ...options }
    this.#ports = {
      ...ports,
      logger,
      meter: ports.meter ?? silentMeter,
      world: guardedWorld(ports.world, (error) => logger.error({ err: error }, 'a timer failed')),
      options: all,
      frames: new FrameBudgets({ burst: all.frameBurst, perSecond: all.framesPerSecond, bytes: 1024 }),
      stagingFrames: new FrameBudgets({
        burst: all.stagingBurst,
        perSecond: all.stagingPerSecond,
        bytes: 4096,
      }),
      onLost: (room) => this.#forget(room),
    }
    this.staging = new StagingDesk(this.#ports, (organizationId) => this.#open(organizationId))
    this.#endWakeups = ports.wakeup.subscribe((hint) => this.#hinted(hint))
    this.#sweepLater()
  }

  /** Takes a socket that the server has authenticated. Frames go to `receive`, its end to `closed`. */
  connect({ socket, ...who }: Who & { socket: Socket }): Connection {
    const { world, logger, meter, options, frames } = this.#ports
    const connection = new Connection(who, socket, {
      world,
      logger,
      meter,
      options,
      frames,
      open: (organizationId) => this.#open(organizationId),
      onClosed: (closed) => this.#connections.delete(closed),
    })
    this.#connections.add(connection)
    if (this.#stopped) connection.end(CLOSE.tryLater, 'Come back later')
    return connection
  }

  /** Plans and saves a mutation; resolves when it is durable or refused. Never rejects. */
  async mutate(request: MutateRequest): Promise<Saved | Problem> {
    const { organizationId, actorId, name, args, requestId } = request
    const room = await this.#openOrProblem(organizationId)
    if (isProblem(room)) return room
    const mutationId = request.mutationId ?? this.#ports.world.id()
    return saveAndTell(room, { mutationId, actorId, name, args }, { requestId })
  }

  /** One result of a view, with this user's rights. Never rejects. */
  async read({ organizationId, userId, view, args }: ReadRequest): Promise<Result | Problem> {
    const room = await this.#openOrProblem(organizationId)
    return isProblem(room) ? room : room.liveViews.read(userId, view, args)
  }

  /** The organization's present state, or undefined when there is none. Rejects when it cannot be loaded. */
  async state(organizationId: Id): Promise<State | undefined> {
    return (await this.#open(organizationId))?.state
  }

  /** Ends every socket of these sessions here, and tells the other nodes (AU5). */
  endSession(sessionIds: readonly string[]): void {
    this.#endSessions(sessionIds)
    this.#ports.wakeup
      .publish({ of: 'session-ended', sessionIds: [...sessionIds] })
      .catch((error) => this.#ports.logger.warn({ err: error }, 'wake-up was not sent'))
  }

  /** What an operator watches. */
  get figures(): Figures {
    return figuresOf(this.#opened.values(), this.#connections, this.staging.sockets)
  }

  /**
   * Drains: no new sockets, open ones closed a few at a time so that they do not come back all at once (CN10),
   * commits under way finished. Until the last socket is closed its console hears everything, from other nodes
   * too. Resolves when it is over, also for whoever calls it again.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    this.#cancelSweep()
    await this.#farewell()
    const { options } = this.#ports
    const rooms = [...this.#opened.values()]
    const idle = () => rooms.every((room) => room.queue.isIdle)
    for (let waited = 0; waited < options.finishMs && !idle(); waited += 20) await this.#sleep(20)
    this.#endWakeups()
    for (const room of rooms) room.close()
    this.#rooms.clear()
    this.#opened.clear()
  }

  /** Closes all sockets, `drainPerSecond` of them or as many more as end within `drainMs`. */
  async #farewell(): Promise<void> {
    const { options, world } = this.#ports
    const all: { end(code: number, reason: string): void }[] = [...this.#connections, ...this.staging.sockets]
    const perSecond = Math.max(options.drainPerSecond, (all.length / options.drainMs) * 1_000)
    const begun = world.now()
    for (let closed = 0; closed < all.length; ) {
      // By the clock: a late timer closes more at once, and the whole takes no longer.
      const due = Math.max(1, Math.ceil(((world.now() - begun + DRAIN_STEP_MS) / 1_000) * perSecond))
      for (const each of all.slice(closed, due)) each.end(CLOSE.tryLater, 'Come back later')
      closed = Math.max(closed, due)
      if (closed < all.length) await this.#sleep(DRAIN_STEP_MS)
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#ports.world.setTimeout(resolve, ms))
  }

  #open(organizationId: Id): Promise<OrganizationRoom | undefined> {
    const known = this.#rooms.get(organizationId)
    if (known) {
      this.#opened.get(organizationId)?.touch()
      return known
    }
    const opening = OrganizationRoom.open(organizationId, this.#ports).then(
      (room) => {
        const heard = this.#heardEarly.get(organizationId)
        this.#heardEarly.delete(organizationId)
        if (room && !this.#stopped) {
          this.#opened.set(organizationId, room)
          if (heard) room.attempt(() => room.hinted(heard))
        } else {
          this.#rooms.delete(organizationId)
          room?.close()
        }
        return room
      },
      (error) => {
        this.#rooms.delete(organizationId)
        this.#heardEarly.delete(organizationId)
        throw error
      },
    )
    this.#rooms.set(organizationId, opening)
    return opening
  }

  async #openOrProblem(organizationId: Id): Promise<OrganizationRoom | Problem> {
    if (this.#stopped) return problem('unavailable', 'This node is stopping')
    try {
      const room = await this.#open(organizationId)
      return room ?? problem('not-found', 'There is no such organization')
    } catch (error) {
      this.#ports.logger.error({ err: error, organizationId }, 'could not open the organization')
      return problem('unavailable', 'The database cannot be reached')
    }
  }

  #forget(room: OrganizationRoom): void {
    if (this.#opened.get(room.id) === room) {
      this.#opened.delete(room.id)
      this.#rooms.delete(room.id)
    }
    room.close()
  }

  #hinted(hint: Hint): void {
    if (hint.of === 'session-ended') this.#endSessions(hint.sessionIds)
    else {
      const room = this.#opened.get(hint.organizationId)
      if (room) room.attempt(() => room.hinted(hint))
      else if (hint.of === 'version' && this.#rooms.has(hint.organizationId))
        this.#heardEarly.set(hint.organizationId, hint)
    }
  }

  #endSessions(sessionIds: readonly string[]): void {
    const ended = new Set(sessionIds)
    for (const each of [...this.#connections, ...this.staging.sockets])
      if (ended.has(each.who.sessionId)) each.end(CLOSE.unauthenticated, 'Signed out')
  }

  #sweepLater(): void {
    const { world, options, frames, stagingFrames } = this.#ports
    this.#cancelSweep = world.setTimeout(() => {
      this.#sweepLater()
      for (const room of [...this.#opened.values()]) if (room.isIdle) this.#forget(room)
      for (const budgets of [frames, stagingFrames]) budgets.sweep(world.now())
    }, options.idleMs / 2)
  }
}
