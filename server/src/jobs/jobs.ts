/**
 * The periodic jobs of one node: puts them into the cluster's queue and takes part in working on it. A queue that
 * cannot be reached is tried again for as long as the node runs: jobs are housekeeping, and hold nobody up.
 */
import type { Logger } from '../logger.ts'
import type { JobMetrics } from '../metrics/job-metrics.ts'
import { backOff } from '../sync/back-off.ts'
import type { Job } from './job.ts'
import type { JobQueue } from './queue.ts'

export interface JobsOptions {
  jobs: readonly Job[]
  /** Rejects when the queue cannot be had now. */
  open(): Promise<JobQueue>
  metrics: JobMetrics
  log: Logger
  /** Between two looks whether all jobs still are in the queue: Redis may have lost it. */
  lookMs?: number
}

/** How long stopping waits for a job that runs. */
const GRACE_MS = 5_000

export class Jobs {
  readonly #options: JobsOptions
  #queue: JobQueue | undefined
  #timer: NodeJS.Timeout | undefined
  #opening: Promise<void>
  #isStopped = false

  constructor(options: JobsOptions) {
    this.#options = options
    this.#opening = this.#open(0)
  }

  /** Takes no more jobs, and waits a few seconds for the one that runs. */
  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await Promise.race([this.#opening, new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref())])
    this.#options.metrics.countBy(undefined)
    await this.#queue?.close(GRACE_MS)
  }

  async #open(failures: number): Promise<void> {
    const { open, metrics, log } = this.#options
    try {
      const queue = await open()
      this.#queue = queue
      if (this.#isStopped) return
      metrics.countBy(() => queue.counts())
      await this.#schedule(queue)
      if (!this.#isStopped) queue.work((name, tick) => this.#run(name, tick))
    } catch (error) {
      await this.#queue?.close(0)
      this.#queue = undefined
      if (this.#isStopped) return
      log.warn({ err: error }, 'the queue of periodic jobs cannot be used; trying again')
      this.#timer = setTimeout(() => {
        this.#opening = this.#open(failures + 1)
      }, 10 * backOff(failures))
      this.#timer.unref()
    }
  }

  async #schedule(queue: JobQueue): Promise<void> {
    for (const { name, everyMs } of this.#options.jobs) await queue.schedule(name, everyMs)
    this.#timer = setTimeout(() => {
      if (this.#isStopped) return
      this.#schedule(queue).catch((error) =>
        this.#options.log.warn({ err: error }, 'periodic jobs could not be looked at'),
      )
    }, this.#options.lookMs ?? 300_000)
    this.#timer.unref()
  }

  async #run(name: string, tick: string): Promise<void> {
    const { jobs, metrics, log } = this.#options
    const job = jobs.find((one) => one.name === name)
    // Of another version of Muster, while nodes are upgraded one by one.
    if (!job) return
    const begun = performance.now()
    try {
      const items = await job.run()
      const ms = performance.now() - begun
      metrics.ran(name, 'done', ms, items)
      log.info({ job: name, tick, items, ms: Math.round(ms) }, 'job done')
    } catch (error) {
      metrics.ran(name, 'failed', performance.now() - begun)
      log.error({ err: error, job: name, tick }, 'job failed')
      throw error
    }
  }
}
