/**
 * Keeps one organization's room in step with the log, whoever wrote it: hints say when to read, a slow
 * poll makes good for lost ones (RC7). Owns no state of the organization; one read runs at a time.
 */
import type { Commit } from '../model/commit.ts'
import type { Version } from '../protocol/scalars.ts'
import type { World } from '../world.ts'
import type { FollowReason, Meter } from './meter.ts'

export interface FollowOptions {
  world: World
  pollMs: number
  version(): Version
  read(after: Version, limit: number): Promise<Commit[]>
  apply(commits: readonly Commit[], reason: FollowReason): void
  onError(error: unknown): void
  meter: Meter
}

const READ_AT_ONCE = 500

export class Follow {
  readonly #options: FollowOptions
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined
  #cancelPoll = () => {}
  #isStopped = false
  #heard: Version = 0

  constructor(options: FollowOptions) {
    this.#options = options
  }

  start(): void {
    // Spread out, so that the organizations of a node do not ask in step.
    const { world, pollMs } = this.#options
    this.#cancelPoll = world.setTimeout(() => this.#poll(), pollMs * (0.75 + world.random() / 2))
  }

  stop(): void {
    this.#isStopped = true
    this.#cancelPoll()
  }

  /** Another node says that this version exists. */
  hinted(version: Version): void {
    const { meter, onError } = this.#options
    this.#heard = Math.max(this.#heard, version)
    if (this.behind === 0) return
    const heardAt = meter.now()
    this.catchUp('hint').then(() => meter.caughtUp(meter.now() - heardAt), onError)
  }

  /** Versions that are known to be durable and not applied here yet. */
  get behind(): number {
    return Math.max(0, this.#heard - this.#options.version())
  }

  /** Resolves when everything that was durable at the time of the call is applied. Rejects when the log cannot be read. */
  catchUp(reason: FollowReason = 'ask'): Promise<void> {
    if (!this.#running) return this.#begin(reason)
    // A read that runs already may have looked too early, so one more follows it, for all who ask now.
    this.#next ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#next = undefined
        return this.#running ?? this.#begin(reason)
      })
    return this.#next
  }

  #begin(reason: FollowReason): Promise<void> {
    this.#running = this.#read(reason).finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #read(reason: FollowReason): Promise<void> {
    const { version, read, apply } = this.#options
    while (!this.#isStopped) {
      const commits = await read(version(), READ_AT_ONCE)
      if (this.#isStopped) return
      // Own commits may have been applied meanwhile.
      const news = commits.filter((commit) => commit.version > version())
      if (news.length > 0) apply(news, reason)
      if (commits.length < READ_AT_ONCE) return
    }
  }

  #poll(): void {
    this.catchUp('poll')
      .catch((error) => this.#options.onError(error))
      .finally(() => {
        if (!this.#isStopped) this.start()
      })
  }
}
