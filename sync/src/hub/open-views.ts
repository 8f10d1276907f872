/**
 * The distinct live views of one organization, by what they show: found or made, kept a while after the last
 * subscriber, dropped. Owns their channels. Who may see them, and what a subscriber is answered, is asked elsewhere.
 */
import { canonicalJson } from '../protocol/canonical-json.ts'
import { isProblem, type Problem, problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'
import type { View } from '../views/view.ts'
import type { Connection, OpenSubscription } from './connection.ts'
import { LiveView } from './live-view.ts'
import type { OrganizationRoom } from './organization-room.ts'
import { ViewQuota } from './view-quota.ts'

export class OpenViews {
  readonly #room: OrganizationRoom
  readonly #byKey = new Map<string, LiveView>()
  readonly #quota: ViewQuota
  #lastChannel = 0

  constructor(room: OrganizationRoom) {
    this.#room = room
    this.#quota = new ViewQuota(room.options.maxViewsPerPerson)
  }

  get size(): number {
    return this.#byKey.size
  }

  /** All of them now, in a list of its own: dropping some on the way is fine. */
  get all(): LiveView[] {
    return [...this.#byKey.values()]
  }

  /** False once it was dropped. */
  has(liveView: LiveView): boolean {
    return this.#byKey.get(liveView.key) === liveView
  }

  /** The live view of these arguments, computed now if nobody has it open. */
  open(view: View, args: unknown, userId: Id): LiveView | Problem {
    // The right is the permission class: who holds it sees the same rows.
    const key = `${view.name} ${view.requires} ${canonicalJson(args)}`
    const known = this.#byKey.get(key)
    if (known) return known
    if (!this.#quota.hasRoom(userId, (unused) => this.drop(unused)))
      return problem('too-many', 'Too many views are open', { detail: 'Close some of your tabs.' })
    const result = view.compute(this.#room.viewContext, args)
    if (isProblem(result)) return result
    this.#lastChannel += 1
    const at = view.drafts ? 0 : this.#room.state.version
    const liveView = new LiveView(key, this.#lastChannel, view, args, result, at)
    this.#byKey.set(key, liveView)
    this.#quota.opened(userId, liveView)
    return liveView
  }

  /** A subscription ends; its live view lingers when it was the last (SB6). */
  leave(connection: Connection, subscription: OpenSubscription): void {
    const { liveView } = subscription
    if (!liveView) return
    liveView.detach(connection, subscription)
    if (liveView.subscribers.size > 0) return
    liveView.cancelLinger = this.#room.ports.world.setTimeout(() => {
      if (liveView.subscribers.size === 0) this.drop(liveView)
    }, this.#room.options.lingerMs)
  }

  /** There is no such result any more: everyone is told, and the live view ends (SB7). */
  refuse(liveView: LiveView, reason: Problem): void {
    for (const [connection, own] of [...liveView.subscribers])
      for (const subscription of [...own]) {
        connection.subscriptions.delete(subscription.id)
        liveView.detach(connection, subscription)
        connection.refuseSubscription(subscription.id, reason)
      }
    this.drop(liveView)
  }

  drop(liveView: LiveView): void {
    liveView.cancelRefresh?.()
    liveView.cancelLinger()
    this.#quota.dropped(liveView)
    if (this.has(liveView)) this.#byKey.delete(liveView.key)
  }
}
