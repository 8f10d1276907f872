/**
 * Where jobs are queued: BullMQ, on Redis when there is one, else on Postgres, in a schema of its own (`bullmq`)
 * of the same database. Owns the connections to it. Nothing outside of this file knows BullMQ.
 */
import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  runMigrations,
  withBackend,
} from 'bullmq'
import pg from 'pg'

const NAME = 'muster-jobs'

/** How many ended jobs are kept to look at. */
const KEPT = { removeOnComplete: { count: 50 }, removeOnFail: { count: 200 } }

export interface QueueOptions {
  databaseUrl: string
  redisUrl?: string | undefined
  /** Hears of connections that broke; they come back by themselves. */
  onError(error: Error): void
}

export interface JobQueue {
  /** Has this job run every `everyMs` from now on, once over all nodes. Changes nothing when it does already. */
  schedule(name: string, everyMs: number): Promise<void>
  /** Takes jobs as they come due, one at a time, each with the id of its tick; what `run` throws is tried again twice. */
  work(run: (name: string, tick: string) => Promise<void>): void
  /** Jobs by state. */
  counts(): Promise<Record<string, number>>
  /** Takes no more jobs, and waits so long for the one that runs. */
  close(graceMs: number): Promise<void>
}

/** Resolves when the queue can be used. Rejects when its medium cannot be reached or prepared. */
export async function openQueue({ databaseUrl, redisUrl, onError }: QueueOptions): Promise<JobQueue> {
  if (redisUrl) {
    const connection = { url: redisUrl, maxRetriesPerRequest: null }
    return openOn(createRedisBackend, connection, onError, async () => {})
  }
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    // One listens for jobs, the others ask.
    max: 3,
    application_name: 'muster jobs',
    options: '-c search_path=bullmq',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  })
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', onError)
  try {
    const client = await pool.connect()
    // Idempotent, and under a lock of its own: several nodes may start at once.
    await runMigrations(client).finally(() => client.release())
    return await openOn(createPostgresBackend, pool, onError, () => pool.end())
  } catch (error) {
    await pool.end()
    throw error
  }
}

async function openOn<B extends IQueueBackend, C>(
  backend: BackendFactory<B, C>,
  connection: C,
  onError: (error: Error) => void,
  end: () => Promise<void>,
): Promise<JobQueue> {
  const { Queue, Worker } = withBackend(backend)
  const queue = new Queue(NAME, { connection })
  queue.on('error', onError)
  await queue.waitUntilReady()
  let worker: InstanceType<typeof Worker> | undefined
  return {
    async schedule(name, everyMs) {
      const known = await queue.getJobScheduler(name)
      const isLate = (known?.next ?? 0) < Date.now() - everyMs
      if (known?.every === everyMs && !isLate) return
      const opts = { attempts: 3, backoff: { type: 'exponential', delay: 5_000 }, ...KEPT }
      await queue.upsertJobScheduler(name, { every: everyMs }, { name, data: {}, opts })
    },
    work(run) {
      worker = new Worker(NAME, (job) => run(job.name, job.id ?? ''), { connection, drainDelay: 30, ...KEPT })
      worker.on('error', onError)
    },
    counts: () => queue.getJobCounts('active', 'delayed', 'failed', 'waiting'),
    async close(graceMs) {
      const patience = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref())
      // Another node takes over what is cut off here, when its lock has run out.
      await Promise.race([worker?.close(), patience])
      await Promise.race([
        queue.close().then(end),
        new Promise((resolve) => setTimeout(resolve, 2_000).unref()),
      ])
    },
  }
}
