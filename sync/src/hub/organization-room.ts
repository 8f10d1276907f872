/**
 * One organization on this node: its replica and the rooms around it. Owns the order in which a commit
 * takes effect (staged entries out, replica on, rights judged, views refreshed) and nothing else of its
 * own. Everything in `applyCommits` happens in one turn: nobody sees half a commit.
 */
import { holds } from '../access/rights.ts'
import type { Commit } from '../model/commit.ts'
import { Replica } from '../model/replica.ts'
import { type Touched, touchedBy } from '../model/touched.ts'
import { CLOSE } from '../protocol/close-codes.ts'
import type { Progress } from '../protocol/progress.ts'
import type { Id, Version } from '../protocol/scalars.ts'
import type { ViewContext } from '../views/view.ts'
import { warmUp } from '../views/warm-up.ts'
import { CommitQueue } from './commit-queue.ts'
import type { Connection, ConnectionRoom } from './connection.ts'
import { Follow } from './follow.ts'
import { Frame } from './frame.ts'
import { guardedWorld } from './guarded-world.ts'
import { History } from './history.ts'
import type { HubPorts } from './hub-ports.ts'
import { inTurns } from './in-turns.ts'
import { LiveViews } from './live-views.ts'
import type { FollowReason } from './meter.ts'
import type { HubOptions } from './options.ts'
import { OtherHistory } from './other-history.ts'
import { OtherProgress } from './other-progress.ts'
import { PeerExchange } from './peer-exchange.ts'
import type { GroupPlan } from './plan-group.ts'
import type { Hint } from './ports.ts'
import { Presence } from './presence.ts'
import { StagingRooms } from './staging/staging-rooms.ts'
import { takeFrame } from './take-frame.ts'

export class OrganizationRoom implements ConnectionRoom {
  readonly id: Id
  readonly epoch: string
  /** Names this room among the rooms that other nodes have of the organization. */
  readonly node: string
  readonly ports: HubPorts
  readonly options: HubOptions
  readonly history: History
  readonly follow: Follow
  readonly liveViews: LiveViews
  readonly queue: CommitQueue
  readonly presence: Presence
  readonly exchange: PeerExchange
  readonly otherProgress: OtherProgress
  readonly staging: StagingRooms
  readonly viewContext: ViewContext
  readonly connections = new Set<Connection>()
  #replica: Replica
  #isClosed = false
  #usedAt: number

  /** Undefined when there is no such organization. */
  static async open(id: Id, ports: HubPorts): Promise<OrganizationRoom | undefined> {
    const epoch = await ports.log.epoch()
    const image = await ports.log.load(id)
    if (!image) return undefined
    const tail = await ports.log.tail(id, ports.options.stampCommits)
    const recent = tail.filter((commit) => commit.version <= image.version)
    const replica = await inTurns(Replica.steps(image, recent), ports.world)
    await inTurns(warmUp(replica), ports.world)
    return new OrganizationRoom(id, epoch, replica, recent, ports)
  }

  private constructor(id: Id, epoch: string, replica: Replica, recent: readonly Commit[], ports: HubPorts) {
    this.id = id
    this.epoch = epoch
    const world = guardedWorld(ports.world, (error) => this.#failed(error))
    this.node = world.id()
    this.ports = { ...ports, world }
    this.options = ports.options
    this.#replica = replica
    this.#usedAt = world.now()
    this.history = new History(ports.options.historyCommits, ports.options.historyRows)
    for (const commit of recent) this.history.push(commit)
    this.staging = new StagingRooms(this)
    const room = this
    this.viewContext = {
      get state() {
        return room.state
      },
      contentOf: (changeSetId) => this.staging.contentOf(changeSetId),
    }
    this.liveViews = new LiveViews(this)
    this.queue = new CommitQueue(this)
    this.presence = new Presence({
      ...ports.options,
      world,
      userOf: (userId) => this.state.users.get(userId),
      onOwnChange: (connectionId) => this.exchange.changed(connectionId),
    })
    this.exchange = new PeerExchange({
      ...ports.options,
      world,
      organizationId: id,
      node: this.node,
      ownIds: () => this.presence.ownIds(),
      own: (connectionId) => this.presence.own(connectionId),
      publish: (hint) => this.publish(hint),
      heard: (put, gone) => this.presence.heard(put, gone),
    })
    this.otherProgress = new OtherProgress(world, (progress) => this.broadcastProgress(progress))
    this.follow = new Follow({
      world,
      pollMs: ports.options.pollMs,
      version: () => this.state.version,
      read: (after, limit) => this.#read(after, limit),
      apply: (commits, reason) => this.#applyForeign(commits, reason),
      meter: ports.meter,
      onError: (error) => ports.logger.warn({ err: error, organizationId: id }, 'could not read the log'),
    })
    this.follow.start()
  }

  get state(): Replica {
    return this.#replica
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Somebody uses the room: it is not idle now. */
  touch(): void {
    this.#usedAt = this.ports.world.now()
  }

  get isIdle(): boolean {
    const unused = this.ports.world.now() - this.#usedAt >= this.options.idleMs
    return unused && this.connections.size === 0 && this.queue.isIdle && this.staging.isIdle
  }

  join(connection: Connection): void {
    if (!this.mayEnter(connection.who.userId)) {
      connection.refuse()
      return
    }
    this.touch()
    // Others tell of their consoles by themselves; asking shows them at once.
    if (this.connections.size === 0) this.exchange.ask()
    this.connections.add(connection)
    connection.clientId ||= connection.id
    connection.welcome({ epoch: this.epoch, version: this.state.version })
    this.presence.join(connection)
  }

  leave(connection: Connection, isRevoked: boolean): void {
    if (!this.connections.delete(connection)) return
    this.touch()
    this.liveViews.leave(connection)
    this.presence.leave(connection, isRevoked)
  }

  take(connection: Connection, frame: Parameters<ConnectionRoom['take']>[1]): void {
    takeFrame(this, connection, frame)
  }

  drained(connection: Connection): void {
    this.presence.drained(connection)
    this.liveViews.drained(connection)
  }

  /** Only who may use the console of this organization gets anything at all (AU1). */
  mayEnter(userId: Id): boolean {
    return holds(this.state.users.get(userId), 'console')
  }

  /** Tells every console here how long work goes; slow ones hear the end in any case. */
  broadcastProgress(progress: Progress): void {
    const frame = new Frame(JSON.stringify(progress))
    for (const connection of this.connections)
      if (progress.ended) connection.sendFrame(frame)
      else connection.offer(frame)
  }

  /** Own commits are durable: apply them with what leaves the change sets, unless the log was faster. */
  committed(plan: GroupPlan): void {
    const news = plan.planned.filter(({ commit }) => commit.commit.version > this.state.version)
    for (const { commit } of plan.planned)
      if (commit.unstage) this.staging.unstaged(commit.unstage.changeSetId, commit.unstage.update)
    this.#applyCommits(
      news.map(({ commit }) => commit.commit),
      plan.state,
    )
    const { id: organizationId } = this
    if (plan.planned.length > 0) this.publish({ of: 'version', organizationId, version: this.state.version })
  }

  /** Tells other nodes; a lost hint is made good elsewhere. */
  publish(hint: Hint): void {
    const { wakeup, logger } = this.ports
    wakeup
      .publish(hint)
      .catch((error) => logger.warn({ err: error, organizationId: this.id }, 'wake-up was not sent'))
  }

  /** Another node says something about this organization. */
  hinted(hint: Exclude<Hint, { of: 'session-ended' }>): void {
    switch (hint.of) {
      case 'version':
        this.follow.hinted(hint.version)
        return
      case 'staging':
        this.staging.hinted(hint.changeSetId)
        return
      case 'peers':
      case 'peers-alive':
      case 'peers-wanted':
        this.exchange.take(hint)
        return
      case 'awareness':
      case 'awareness-wanted':
        if (hint.node !== this.node) this.staging.whispered(hint)
        return
      case 'progress':
        if (hint.node !== this.node) this.otherProgress.heard(hint.progress)
        return
      default:
        hint satisfies never
    }
  }

  close(): void {
    this.#isClosed = true
    this.follow.stop()
    if (!this.queue.isIdle) this.queue.close()
    this.liveViews.stop()
    this.exchange.stop()
    this.otherProgress.stop()
    this.presence.stop()
    this.staging.stop()
  }

  #applyForeign(commits: readonly Commit[], reason: FollowReason): void {
    this.#applyCommits(commits)
    const planned = Date.parse(commits.at(-1)?.at ?? '')
    this.ports.meter.followed(commits.length, reason, Math.max(0, this.ports.world.now() - planned))
    // What a save took out of a change set was written with it; read it now rather than at the next poll.
    const saved = new Set(commits.flatMap((commit) => commit.changeSetId ?? []))
    for (const changeSetId of saved) this.staging.hinted(changeSetId)
  }

  /** Never throws: a commit is durable, so a room that cannot follow it is the one that is wrong. */
  #applyCommits(commits: readonly Commit[], planned?: Replica): void {
    if (commits.length === 0 || this.#isClosed) return
    const { meter } = this.ports
    const begun = meter.now()
    try {
      // The plan's fork holds them already, unless the log was faster.
      if (!planned || !this.#replica.adopt(planned, commits))
        for (const commit of commits) this.#replica.applyCommit(commit)
      for (const commit of commits) this.history.push(commit)
      const touched = touchedBy(commits.flatMap((commit) => commit.changes))
      this.staging.committed(touched)
      this.#judge(touched)
      this.liveViews.committed(touched, commits)
      meter.fannedOut(commits.length, meter.now() - begun)
    } catch (error) {
      this.#failed(error)
    }
  }

  /** Rights are judged at the version of the commit, before any row of it is sent (AU4). */
  #judge(touched: Touched): void {
    if (touched.users.size === 0) return
    for (const connection of [...this.connections]) {
      const { userId } = connection.who
      if (!touched.users.has(userId)) continue
      this.presence.renamed(userId)
      this.liveViews.reauthorize(connection)
      if (!this.mayEnter(userId)) connection.refuse()
    }
    this.staging.judge(touched.users)
  }

  /** Restored from a backup: what we know may never have happened, so everyone starts over (RC9). */
  async #read(after: Version, limit: number): Promise<Commit[]> {
    const { log, logger } = this.ports
    try {
      return await log.read(this.id, after, limit, this.epoch)
    } catch (error) {
      if (!(error instanceof OtherHistory) || this.#isClosed) throw error
      if (!error.isAnnounced) {
        logger.error({ err: error, organizationId: this.id }, 'the database went back in time: new epoch')
        await log.renew(this.epoch)
      }
      this.#lose('The database was restored')
      throw error
    }
  }

  /** Does what nobody waits for and nobody could answer for; when it fails this room is given up (FN7). */
  attempt(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#failed(error)
    }
  }

  #failed(error: unknown): void {
    this.ports.logger.error({ err: error, organizationId: this.id }, 'the room failed')
    if (!this.#isClosed) this.#lose('Come back later')
  }

  /** What this room knows may be wrong: everyone starts over with a fresh one. */
  #lose(reason: string): void {
    for (const connection of [...this.connections]) connection.end(CLOSE.tryLater, reason)
    this.ports.onLost(this)
  }
}
