/**
 * Wake-ups through Postgres: NOTIFY in statements of their own, never inside a commit (a notifying
 * transaction takes a lock of the whole database while it commits), LISTEN on a connection of its own that
 * comes back by itself. Hints that wait while others are being sent are gathered: the newest per subject.
 */
import type { Hint, Wakeup } from '@muster/sync/hub/ports.ts'
import pg from 'pg'
import { backOff } from './back-off.ts'
import { HintListeners } from './hint-listeners.ts'
import { encodeHint, HintQueue } from './hint-queue.ts'
import type { Pool } from './postgres-pool.ts'

const channel = 'muster_hints'
/** How often the connection that listens is asked for a sign of life, and how long it has to answer. */
const aliveMs = 15_000
const silentMs = 10_000
/** Postgres refuses payloads of 8000 bytes and more. */
const maxBytes = 7_900

export interface PostgresWakeupOptions {
  /** Hears of connections that broke and hints that were lost. */
  onError?: (error: Error) => void
}

export class PostgresWakeup implements Wakeup {
  readonly #pool: Pool
  readonly #url: string
  readonly #onError: (error: Error) => void
  readonly #listeners = new HintListeners()
  readonly #queue = new HintQueue((hints) => this.#notify(hints))
  readonly #ready = Promise.withResolvers<void>()
  #client: pg.Client | undefined
  #retry: NodeJS.Timeout | undefined
  #alive: NodeJS.Timeout | undefined
  #failures = 0
  #stopped = false

  constructor(pool: Pool, url: string, options: PostgresWakeupOptions = {}) {
    this.#pool = pool
    this.#url = url
    this.#onError = options.onError ?? (() => {})
    void this.#listen()
  }

  /** Resolves when this node hears hints for the first time. */
  ready(): Promise<void> {
    return this.#ready.promise
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
    clearTimeout(this.#retry)
    clearInterval(this.#alive)
    await this.#queue.idle()
    await this.#client?.end().catch(() => {})
  }

  async #notify(hints: readonly Hint[]): Promise<void> {
    const payloads = hints.flatMap((hint) => encodeHint(hint, maxBytes))
    try {
      await this.#pool.query({
        name: 'notify',
        // A hint need not survive a crash, so its commit does not wait for the disk.
        text: `select set_config('synchronous_commit', 'off', true), count(pg_notify($1, payload))
          from jsonb_array_elements_text($2::text::jsonb) payload`,
        values: [channel, JSON.stringify(payloads)],
      })
    } catch (error) {
      this.#onError(error as Error)
    }
  }

  async #listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'muster wakeup',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: silentMs,
    })
    this.#client = client
    let ended = false
    const lost = (error: Error) => {
      if (ended || this.#stopped) return
      ended = true
      clearInterval(this.#alive)
      this.#onError(error)
      client.end().catch(() => {})
      this.#failures += 1
      this.#retry = setTimeout(() => void this.#listen(), backOff(this.#failures))
    }
    client.on('error', lost)
    client.on('end', () => lost(new Error('The connection for wake-ups ended')))
    client.on('notification', ({ payload }) => this.#listeners.hear(payload))
    try {
      await client.connect()
      await client.query(`listen ${channel}`)
      this.#failures = 0
      this.#ready.resolve()
      // A listener only waits: it would never find out that the other side is gone.
      clearInterval(this.#alive)
      this.#alive = setInterval(() => void client.query('select 1').catch(lost), aliveMs)
      // Stopped while it was connecting: nobody else knows this client.
      if (this.#stopped) await client.end()
    } catch (error) {
      lost(error as Error)
    }
  }
}
