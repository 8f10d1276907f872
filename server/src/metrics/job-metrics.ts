/** Figures of the periodic jobs: runs of this node, and how many wait in the cluster's queue. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** The queue may be as slow as it likes: reading the metrics is not. */
const PATIENCE_MS = 1_000

export class JobMetrics {
  readonly #seconds: Histogram<'job' | 'outcome'>
  readonly #removed: Counter<'job'>
  readonly #lastSuccess: Gauge<'job'>
  readonly #queue: Gauge<'state'>
  #count: (() => Promise<Record<string, number>>) | undefined

  constructor(registry: Registry) {
    const registers = [registry]
    this.#seconds = new Histogram({
      name: 'muster_job_seconds',
      help: 'Runs of periodic jobs on this node. A tick of a job runs on one node of the cluster.',
      labelNames: ['job', 'outcome'],
      buckets: [0.01, 0.1, 1, 10, 60, 600],
      registers,
    })
    this.#removed = new Counter({
      name: 'muster_job_items_total',
      help: 'What jobs cleared away or compacted on this node.',
      labelNames: ['job'],
      registers,
    })
    this.#lastSuccess = new Gauge({
      name: 'muster_job_last_success_timestamp_seconds',
      help: 'When a job last succeeded on this node.',
      labelNames: ['job'],
      registers,
    })
    this.#queue = new Gauge({
      name: 'muster_jobs',
      help: "Jobs in the cluster's queue by state; absent while the queue does not answer.",
      labelNames: ['state'],
      registers,
    })
  }

  /** Where the queue's counts come from. */
  countBy(count: (() => Promise<Record<string, number>>) | undefined): void {
    this.#count = count
  }

  ran(job: string, outcome: 'done' | 'failed', ms: number, items = 0): void {
    this.#seconds.observe({ job, outcome }, ms / 1_000)
    if (outcome === 'failed') return
    this.#removed.inc({ job }, items)
    this.#lastSuccess.set({ job }, Date.now() / 1_000)
  }

  async refresh(): Promise<void> {
    this.#queue.reset()
    if (!this.#count) return
    const late = new Promise<Record<string, number>>((resolve) =>
      setTimeout(() => resolve({}), PATIENCE_MS).unref(),
    )
    const counts = await Promise.race([this.#count().catch(() => ({})), late])
    for (const [state, count] of Object.entries(counts)) this.#queue.set({ state }, count)
  }
}
