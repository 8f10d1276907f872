/**
 * Answers the subscriptions of one organization's consoles. Rights are asked here, at opening and after every
 * commit that touches a person. Which live views there are is `OpenViews`' business, how they follow the state
 * `RefreshViews`', how bytes travel the connection's.
 */
import { holds } from '../access/rights.ts'
import type { Commit } from '../model/commit.ts'
import type { Touched } from '../model/touched.ts'
import { CLOSE } from '../protocol/close-codes.ts'
import { isProblem, type Problem, problem, problemOf } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'
import type { Subscribe } from '../protocol/subscribe.ts'
import { viewNamed } from '../views/registry.ts'
import type { Result, View } from '../views/view.ts'
import type { Connection, OpenSubscription } from './connection.ts'
import { internalProblem } from './internal-problem.ts'
import type { LiveView } from './live-view.ts'
import { OpenViews } from './open-views.ts'
import type { OrganizationRoom } from './organization-room.ts'
import { RefreshViews } from './refresh-views.ts'
import { Resume } from './resume.ts'

export class LiveViews {
  readonly #room: OrganizationRoom
  readonly #resume: Resume
  readonly #open: OpenViews
  readonly #refresh: RefreshViews

  constructor(room: OrganizationRoom) {
    this.#room = room
    this.#resume = new Resume(room.history)
    this.#open = new OpenViews(room)
    this.#refresh = new RefreshViews(room, this.#open)
  }

  get size(): number {
    return this.#open.size
  }

  /** Answers a subscribe with exactly one frame, unless it is replaced or ends while it is opened. */
  async subscribe(connection: Connection, frame: Subscribe): Promise<void> {
    const { subscriptionId } = frame
    this.unsubscribe(connection, subscriptionId)
    const { maxSubscriptions } = this.#room.options
    if (connection.subscriptions.size >= maxSubscriptions)
      return connection.refuseSubscription(subscriptionId, problem('too-many', 'Too many subscriptions'))
    const subscription: OpenSubscription = { id: subscriptionId, liveView: undefined, isStale: false }
    connection.subscriptions.set(subscriptionId, subscription)
    const isOpen = () => !connection.isClosed && connection.subscriptions.get(subscriptionId) === subscription
    const wanted = this.#parse(connection.who.userId, frame.view, frame.args)
    if (isProblem(wanted)) return this.#refuseOpening(connection, subscription, wanted, isOpen)
    try {
      if (frame.have && frame.have.at > this.#room.state.version) await this.#room.follow.catchUp()
      await this.#room.staging.ensure(wanted.view.drafts?.(wanted.args))
    } catch (error) {
      // Not an answer about the view: the console comes back and asks again.
      this.#room.ports.logger.warn({ err: error, view: frame.view }, 'could not open a view')
      if (isOpen()) connection.end(CLOSE.tryLater, 'Come back later')
      return
    }
    if (!isOpen()) return
    try {
      let refusal = this.#enter(connection, subscription, frame)
      if (refusal?.kind === 'not-found') {
        // What is not there may be on its way from another node (RC6).
        await this.#room.follow.catchUp()
        if (isOpen()) refusal = this.#enter(connection, subscription, frame)
      }
      if (refusal) this.#refuseOpening(connection, subscription, refusal, isOpen)
    } catch (error) {
      const reason = internalProblem(error, `subscribe ${frame.view}`, this.#room.ports)
      this.#refuseOpening(connection, subscription, reason, isOpen)
    }
  }

  unsubscribe(connection: Connection, subscriptionId: number): void {
    const subscription = connection.subscriptions.get(subscriptionId)
    if (!subscription) return
    connection.subscriptions.delete(subscriptionId)
    this.#open.leave(connection, subscription)
  }

  leave(connection: Connection): void {
    for (const id of [...connection.subscriptions.keys()]) this.unsubscribe(connection, id)
  }

  /** One result, computed now, for readers that do not subscribe. */
  async read(userId: Id, name: string, input: unknown): Promise<Result | Problem> {
    const wanted = this.#parse(userId, name, input)
    if (isProblem(wanted)) return wanted
    await this.#room.staging.ensure(wanted.view.drafts?.(wanted.args))
    const found = wanted.view.compute(this.#room.viewContext, wanted.args)
    if (!isProblem(found) || found.kind !== 'not-found') return found
    await this.#room.follow.catchUp()
    return wanted.view.compute(this.#room.viewContext, wanted.args)
  }

  /** Commits were applied: refreshes every view that they touch. */
  committed(touched: Touched, commits: readonly Commit[]): void {
    this.#refresh.committed(touched, commits)
  }

  /** The content of these change sets changed. */
  draftsChanged(changeSetIds: readonly Id[]): void {
    this.#refresh.draftsChanged(changeSetIds)
  }

  /** True when a live view shows this change set's content. */
  shows(changeSetId: Id): boolean {
    for (const { view, args } of this.#open.all) {
      const ids = view.drafts?.(args)
      if (ids === 'all' || ids?.includes(changeSetId)) return true
    }
    return false
  }

  /** Ends what this person may no longer see, at the present version (AU4). */
  reauthorize(connection: Connection): void {
    const user = this.#room.state.users.get(connection.who.userId)
    for (const subscription of [...connection.subscriptions.values()]) {
      const required = subscription.liveView?.view.requires
      if (required === undefined || holds(user, required)) continue
      this.unsubscribe(connection, subscription.id)
      connection.refuseSubscription(subscription.id, forbidden())
    }
  }

  /** The socket has drained: whatever was left out comes as a snapshot. */
  drained(connection: Connection): void {
    for (const subscription of connection.subscriptions.values()) {
      if (!subscription.isStale || !subscription.liveView || connection.isSlow) continue
      subscription.isStale = false
      connection.sendFrame(subscription.liveView.snapshot(subscription.id))
    }
  }

  stop(): void {
    for (const liveView of this.#open.all) this.#open.drop(liveView)
  }

  #parse(userId: Id, name: string, input: unknown): { view: View; args: unknown } | Problem {
    const view = viewNamed(name)
    if (!view) return problem('not-found', 'There is no such view')
    if (!holds(this.#room.state.users.get(userId), view.requires)) return forbidden()
    const args = view.args.safeParse(input)
    return args.success ? { view, args: args.data } : problemOf(args.error)
  }

  /** In one turn: rights are asked again, the live view is found or made, and the console is let in. */
  #enter(connection: Connection, subscription: OpenSubscription, frame: Subscribe): Problem | undefined {
    const wanted = this.#parse(connection.who.userId, frame.view, frame.args)
    if (isProblem(wanted)) return wanted
    const liveView = this.#open.open(wanted.view, wanted.args, connection.who.userId)
    if (isProblem(liveView)) return liveView
    liveView.attach(connection, subscription)
    this.#answer(connection, subscription, liveView, frame.have)
    return undefined
  }

  #answer(
    connection: Connection,
    subscription: OpenSubscription,
    liveView: LiveView,
    have: Subscribe['have'],
  ): void {
    // Whoever does not read what is there gets no more: the snapshot comes when the socket has drained (FN8).
    if (connection.isSlow) {
      subscription.isStale = true
      return
    }
    const { id } = subscription
    const resumes = have !== undefined && have.epoch === this.#room.epoch
    const answer = resumes ? this.#resume.from(liveView, have.at, this.#room.state) : 'snapshot'
    const kind = typeof answer === 'string' ? answer : 'delta'
    this.#room.ports.meter.answered(kind, have !== undefined)
    if (answer === 'snapshot') connection.sendFrame(liveView.snapshot(id))
    else if (answer === 'current')
      connection.send({ type: 'current', subscriptionId: id, channel: liveView.channel, at: liveView.at })
    else {
      const { view, commits } = answer
      connection.send({ type: 'delta', commits, views: [{ subscriptionId: id, ...view }] })
    }
  }

  #refuseOpening(
    connection: Connection,
    subscription: OpenSubscription,
    reason: Problem,
    isOpen: () => boolean,
  ): void {
    if (!isOpen()) return
    connection.subscriptions.delete(subscription.id)
    this.#open.leave(connection, subscription)
    connection.refuseSubscription(subscription.id, reason)
  }
}

const forbidden = () => problem('forbidden', 'You are not allowed to see this')
