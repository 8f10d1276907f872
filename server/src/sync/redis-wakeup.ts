/**
 * Wake-ups through Redis: PUBLISH on one connection, SUBSCRIBE on another. Both come back by themselves
 * (ioredis subscribes again); what is published while Redis is away is lost, and may be.
 */
import type { Hint, Wakeup } from '@muster/sync/hub/ports.ts'
import { Redis } from 'ioredis'
import { backOff } from './back-off.ts'
import { HintListeners } from './hint-listeners.ts'
import { encodeHint, HintQueue } from './hint-queue.ts'

const channel = 'muster:hints'
/** Redis has no limit of note; this keeps one message from filling a slow subscriber's buffer. */
const maxBytes = 256 * 1024

export interface RedisWakeupOptions {
  /** Hears of connections that broke and hints that were lost. */
  onError?: (error: Error) => void
}

export class RedisWakeup implements Wakeup {
  readonly #publisher: Redis
  readonly #subscriber: Redis
  readonly #onError: (error: Error) => void
  readonly #listeners = new HintListeners()
  readonly #queue = new HintQueue((hints) => this.#publishAll(hints))
  readonly #ready: Promise<unknown>
  #stopped = false

  constructor(url: string, options: RedisWakeupOptions = {}) {
    this.#onError = options.onError ?? (() => {})
    // A hint is worth nothing later: fail at once while Redis is away instead of queueing.
    this.#publisher = new Redis(url, {
      retryStrategy: backOff,
      maxRetriesPerRequest: 0,
      commandTimeout: 2_000,
    })
    this.#subscriber = new Redis(url, { retryStrategy: backOff, maxRetriesPerRequest: null })
    for (const redis of [this.#publisher, this.#subscriber]) redis.on('error', this.#onError)
    this.#subscriber.on('message', (_channel: string, text: string) => this.#listeners.hear(text))
    this.#ready = this.#subscriber.subscribe(channel)
    this.#ready.catch((error) => {
      if (!this.#stopped) this.#onError(error)
    })
  }

  /** Resolves when this node hears hints for the first time. */
  async ready(): Promise<void> {
    await this.#ready
  }

  /** Resolves when the hint was sent, or lost: losing one is allowed. */
  publish(hint: Hint): Promise<void> {
    return this.#stopped ? Promise.resolve() : this.#queue.add(hint)
  }

  subscribe(listener: (hint: Hint) => void): () => void {
    return this.#listeners.add(listener)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#queue.idle()
    this.#publisher.disconnect()
    this.#subscriber.disconnect()
  }

  async #publishAll(hints: readonly Hint[]): Promise<void> {
    const sent = hints
      .flatMap((hint) => encodeHint(hint, maxBytes))
      .map((text) => this.#publisher.publish(channel, text))
    for (const outcome of await Promise.allSettled(sent)) {
      if (outcome.status === 'rejected') this.#onError(outcome.reason)
    }
  }
}
