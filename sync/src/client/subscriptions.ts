/**
 * Owns the console's subscriptions: one per distinct view and arguments, whoever listens. Holds confirmed
 * results and asks again on a gap; knows nothing of sockets and rights. Invariants: a result is never
 * changed in place; an entry's `at` is exactly where its confirmed result stands; a channel is bound
 * only between an answer and the next cut.
 */
import { canonicalJson } from '../protocol/canonical-json.ts'
import type { Current } from '../protocol/current.ts'
import type { CommitStamp, Delta, ViewDelta } from '../protocol/delta.ts'
import type { Problem } from '../protocol/problem.ts'
import type { Refused } from '../protocol/refused.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import type { Up } from '../protocol/up.ts'
import type { ViewResult } from '../protocol/view-result.ts'
import { applyDelta } from '../views/apply-delta.ts'
import type { World } from '../world.ts'
import { shareRows } from './share-rows.ts'

/** Where a result came from: `overlay` when only an unanswered mutation changed what is shown. */
export interface ResultInfo {
  /** What was changed, and the commits behind it; null when it is not known what. */
  delta: (ViewDelta & { commits: readonly CommitStamp[] }) | null
  from: 'snapshot' | 'delta' | 'overlay'
}

export interface Listener {
  onResult(result: ViewResult, info: ResultInfo): void
  onProblem?(problem: Problem): void
}

export interface Subscription {
  close(): void
}

/** How long a subscription outlives its last listener, so that going back and forth is instant. */
const LINGER_MS = 5_000

interface Entry {
  key: string
  view: string
  args: unknown
  listeners: Set<Listener>
  subscriptionId: number
  channel: number | undefined
  at: number
  confirmed: ViewResult | undefined
  shown: ViewResult | undefined
  problem: Problem | undefined
  cancelClose: () => void
}

export interface SubscriptionsOptions {
  world: World
  /** Sends now, or not at all while not live: `resume` sends everything again. */
  send(frame: Up): void
  /** What to show for a confirmed result of this view. */
  over(view: string, confirmed: ViewResult): ViewResult
}

export class Subscriptions {
  readonly #options: SubscriptionsOptions
  readonly #byKey = new Map<string, Entry>()
  readonly #bySubscription = new Map<number, Entry>()
  /** Lists that are never changed in place: applying to one entry may bind another. */
  readonly #byChannel = new Map<number, readonly Entry[]>()
  #epoch: string | undefined
  #live = false
  #lastId = 0

  constructor(options: SubscriptionsOptions) {
    this.#options = options
  }

  /** Listens to a view. A result that is already here is handed over before this returns (SB9). */
  open(view: string, args: unknown, listener: Listener): Subscription {
    const key = `${view} ${canonicalJson(args)}`
    let entry = this.#byKey.get(key)
    if (entry) {
      entry.cancelClose()
      entry.listeners.add(listener)
      if (entry.shown) listener.onResult(entry.shown, { delta: null, from: 'snapshot' })
      else if (entry.problem) this.#ask(entry)
    } else {
      entry = newEntry(key, view, args)
      entry.listeners.add(listener)
      this.#byKey.set(key, entry)
      this.#ask(entry)
    }
    const opened = entry
    return { close: () => this.#leave(opened, listener) }
  }

  /** A welcome came: everything is asked for again, with what is held if the epoch is the same (RC1, RC4). */
  resume(epoch: string): void {
    this.#unbindAll()
    if (this.#epoch !== undefined && epoch !== this.#epoch) {
      for (const entry of this.#byKey.values()) entry.confirmed = undefined
    }
    this.#epoch = epoch
    this.#live = true
    for (const entry of this.#byKey.values()) this.#ask(entry)
  }

  /** The socket is gone; results stay on show. */
  suspend(): void {
    this.#live = false
    this.#unbindAll()
  }

  /** The right to see anything is gone: rows must not stay behind. */
  drop(problem: Problem): void {
    this.suspend()
    for (const entry of this.#byKey.values()) refuse(entry, problem)
  }

  snapshot(frame: Snapshot): void {
    const entry = this.#bySubscription.get(frame.subscriptionId)
    if (!entry) return
    this.#bind(entry, frame.channel, frame.at)
    entry.confirmed = shareRows(entry.confirmed, frame.result)
    this.#show(entry, { delta: null, from: 'snapshot' })
  }

  current(frame: Current): void {
    const entry = this.#bySubscription.get(frame.subscriptionId)
    if (entry) this.#bind(entry, frame.channel, frame.at)
  }

  delta({ commits, views }: Delta): void {
    for (const delta of views) {
      if (delta.subscriptionId !== undefined) {
        const entry = this.#bySubscription.get(delta.subscriptionId)
        if (!entry) continue
        this.#bind(entry, delta.channel, entry.at)
        this.#apply(entry, delta, commits)
      } else {
        for (const entry of this.#byChannel.get(delta.channel) ?? []) this.#apply(entry, delta, commits)
      }
    }
  }

  refused(frame: Refused): void {
    const entry = this.#bySubscription.get(frame.subscriptionId)
    if (!entry) return
    this.#unbind(entry)
    this.#bySubscription.delete(entry.subscriptionId)
    refuse(entry, frame.problem)
  }

  /** Patches came or went: tells those whose shown result differs now. */
  refresh(): void {
    for (const entry of this.#byKey.values()) this.#show(entry, { delta: null, from: 'overlay' })
  }

  /** Every open subscription with its confirmed result, for tests and tools. */
  *confirmed(): IterableIterator<{ view: string; args: unknown; result: ViewResult | undefined }> {
    for (const { view, args, confirmed } of this.#byKey.values()) yield { view, args, result: confirmed }
  }

  stop(): void {
    this.suspend()
    for (const entry of this.#byKey.values()) entry.cancelClose()
    this.#byKey.clear()
    this.#bySubscription.clear()
  }

  #ask(entry: Entry): void {
    if (!this.#live) return
    this.#unbind(entry)
    this.#bySubscription.delete(entry.subscriptionId)
    entry.subscriptionId = ++this.#lastId
    entry.problem = undefined
    this.#bySubscription.set(entry.subscriptionId, entry)
    const { subscriptionId, view, args, confirmed, at } = entry
    const have = confirmed && this.#epoch !== undefined ? { have: { epoch: this.#epoch, at } } : {}
    this.#options.send({ type: 'subscribe', subscriptionId, view, args, ...have })
  }

  #apply(entry: Entry, delta: ViewDelta, commits: readonly CommitStamp[]): void {
    const next = entry.confirmed && entry.at === delta.from ? tryDelta(entry.confirmed, delta) : undefined
    if (!next) {
      this.#options.send({ type: 'unsubscribe', subscriptionId: entry.subscriptionId })
      entry.confirmed = undefined
      this.#ask(entry)
      return
    }
    // Equal rows keep their identity, so what was shown as it is need not be compared again.
    const isShownAsIs = entry.shown === entry.confirmed
    entry.confirmed = next
    entry.at = delta.to
    this.#show(entry, { delta: Object.assign(delta, { commits }), from: 'delta' }, isShownAsIs)
  }

  #show(entry: Entry, info: ResultInfo, isShared = false): void {
    if (!entry.confirmed) return
    const next = this.#options.over(entry.view, entry.confirmed)
    const shown = isShared && next === entry.confirmed ? next : shareRows(entry.shown, next)
    if (shown === entry.shown) return
    entry.shown = shown
    for (const listener of [...entry.listeners]) listener.onResult(shown, info)
  }

  #leave(entry: Entry, listener: Listener): void {
    if (!entry.listeners.delete(listener) || entry.listeners.size > 0) return
    entry.cancelClose()
    entry.cancelClose = this.#options.world.setTimeout(() => {
      if (entry.listeners.size > 0 || this.#byKey.get(entry.key) !== entry) return
      this.#unbind(entry)
      this.#byKey.delete(entry.key)
      if (this.#bySubscription.delete(entry.subscriptionId))
        this.#options.send({ type: 'unsubscribe', subscriptionId: entry.subscriptionId })
    }, LINGER_MS)
  }

  #bind(entry: Entry, channel: number, at: number): void {
    this.#unbind(entry)
    entry.channel = channel
    entry.at = at
    this.#byChannel.set(channel, [...(this.#byChannel.get(channel) ?? []), entry])
  }

  #unbind(entry: Entry): void {
    if (entry.channel === undefined) return
    const others = this.#byChannel.get(entry.channel)?.filter((bound) => bound !== entry) ?? []
    if (others.length > 0) this.#byChannel.set(entry.channel, others)
    else this.#byChannel.delete(entry.channel)
    entry.channel = undefined
  }

  #unbindAll(): void {
    for (const entry of this.#byKey.values()) entry.channel = undefined
    this.#byChannel.clear()
    this.#bySubscription.clear()
  }
}

function newEntry(key: string, view: string, args: unknown): Entry {
  return {
    key,
    view,
    args,
    listeners: new Set(),
    subscriptionId: 0,
    channel: undefined,
    at: 0,
    confirmed: undefined,
    shown: undefined,
    problem: undefined,
    cancelClose: () => {},
  }
}

/** Undefined when the delta names rows that are not there: then it was not made for this result. */
function tryDelta(result: ViewResult, delta: ViewDelta): ViewResult | undefined {
  try {
    return applyDelta(result, delta)
  } catch {
    return undefined
  }
}

function refuse(entry: Entry, problem: Problem): void {
  entry.confirmed = undefined
  entry.shown = undefined
  entry.problem = problem
  for (const listener of [...entry.listeners]) listener.onProblem?.(problem)
}
