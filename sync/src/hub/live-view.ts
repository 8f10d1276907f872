/**
 * One distinct view with its subscribers. Owns the last result, its text and the channel; invariants:
 * every subscriber that is not stale stands exactly at `at`, and the result is the view's for every
 * version from `at` to the room's.
 */
import type { ViewDelta } from '../protocol/delta.ts'
import type { Version } from '../protocol/scalars.ts'
import { deltaBetween } from '../views/delta-between.ts'
import type { Result, View } from '../views/view.ts'
import type { Connection, OpenSubscription } from './connection.ts'
import { Frame } from './frame.ts'
import type { ResumedBy } from './resume.ts'

export class LiveView {
  readonly key: string
  readonly channel: number
  readonly view: View
  readonly args: unknown
  readonly subscribers = new Map<Connection, Set<OpenSubscription>>()
  /** Answers to consoles that came back, by what they held; good until the result changes, and bounded. */
  readonly resumed = new Map<Version, ResumedBy | 'current'>()
  cancelRefresh: (() => void) | undefined
  cancelLinger = () => {}
  #result: Result
  #resultText: string | undefined
  #at: number

  constructor(key: string, channel: number, view: View, args: unknown, result: Result, at: number) {
    this.key = key
    this.channel = channel
    this.view = view
    this.args = args
    this.#result = result
    this.#at = at
  }

  /** The version since which the result is what it is; a counter of this view for views of drafts. */
  get at(): number {
    return this.#at
  }

  get result(): Result {
    return this.#result
  }

  get isOfDrafts(): boolean {
    return this.view.drafts !== undefined
  }

  /** Takes the next result; answers the delta to it, or undefined when nothing changed. */
  advance(next: Result, version: Version): ViewDelta | undefined {
    const difference = deltaBetween(this.#result, next)
    if (!difference) return undefined
    const from = this.#at
    this.#at = this.isOfDrafts ? from + 1 : version
    this.#result = next
    this.#resultText = undefined
    this.resumed.clear()
    return { channel: this.channel, from, to: this.#at, ...difference }
  }

  /** A snapshot frame; the rows are serialised once for all who ask before the next change. */
  snapshot(subscriptionId: number): Frame {
    this.#resultText ??= JSON.stringify({ meta: this.#result.meta, rows: this.#result.rows })
    const { channel, at } = this
    const head = JSON.stringify({ type: 'snapshot', subscriptionId, channel, at })
    return new Frame(`${head.slice(0, -1)},"result":${this.#resultText}}`)
  }

  attach(connection: Connection, subscription: OpenSubscription): void {
    this.cancelLinger()
    const own = this.subscribers.get(connection) ?? new Set()
    own.add(subscription)
    this.subscribers.set(connection, own)
    subscription.liveView = this
    subscription.isStale = false
  }

  detach(connection: Connection, subscription: OpenSubscription): void {
    const own = this.subscribers.get(connection)
    own?.delete(subscription)
    if (own?.size === 0) this.subscribers.delete(connection)
    subscription.liveView = undefined
  }

  /** This console could not be told of a change: it needs a snapshot (FN2). */
  missed(connection: Connection): void {
    for (const subscription of this.subscribers.get(connection) ?? []) subscription.isStale = true
  }
}
