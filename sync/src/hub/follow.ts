/**
 * Keeps one organization's room in step with the log, whoever wrote it: hints say when to read, a slow
 * poll makes good for lost ones (RC7). Owns no state of the organization; one read runs at a time.
 */
import type { Commit } from '../model/commit.ts'
import type { Version } from '../protocol/scalars.ts'
import type { World } from '../world.ts'

export interface FollowOptions {
  world: World
  pollMs: number
  version(): Version
  read(after: Version, limit: number): Promise<Commit[]>
  apply(commits: readonly Commit[]): void
  onError(error: unknown): void
}

const READ_AT_ONCE = 500

export class Follow {
  readonly #options: FollowOptions
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined
  #cancelPoll = () => {}
  #isStopped = false

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
    if (version > this.#options.version()) this.catchUp().catch((error) => this.#options.onError(error))
  }

  /** Resolves when everything that was durable at the time of the call is applied. Rejects when the log cannot be read. */
  catchUp(): Promise<void> {
    if (!this.#running) return this.#begin()
    // A read that runs already may have looked too early, so one more follows it, for all who ask now.
    this.#next ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#next = undefined
        return this.#running ?? this.#begin()
      })
    return this.#next
  }

  #begin(): Promise<void> {
    this.#running = this.#read().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #read(): Promise<void> {
    const { version, read, apply } = this.#options
    while (!this.#isStopped) {
      const commits = await read(version(), READ_AT_ONCE)
      if (this.#isStopped) return
      // Own commits may have been applied meanwhile.
      const news = commits.filter((commit) => commit.version > version())
      if (news.length > 0) apply(news)
      if (commits.length < READ_AT_ONCE) return
    }
  }

  #poll(): void {
    this.catchUp()
      .catch((error) => this.#options.onError(error))
      .finally(() => {
        if (!this.#isStopped) this.start()
      })
  }
}
