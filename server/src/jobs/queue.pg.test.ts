import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type JobQueue, openQueue } from './queue.ts'

const redisUrl = process.env.TEST_REDIS_URL

/** How long a tick may take to come: they come each second. */
const patient = { timeout: 20_000, interval: 50 }

describe.each([
  { medium: 'postgres', url: undefined, isThere: true },
  { medium: 'redis', url: redisUrl, isThere: redisUrl !== undefined },
])('the queue of jobs on $medium', ({ url, isThere }) => {
  let database: TestDatabase
  const errors: Error[] = []
  const open: JobQueue[] = []

  beforeAll(async () => {
    database = await createTestDatabase()
    if (!url) return
    const redis = new Redis(url)
    const keys = await redis.keys('bull:muster-jobs:*')
    if (keys.length > 0) await redis.del(keys)
    redis.disconnect()
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((queue) => queue.close(1_000)))
  })
  afterAll(() => database?.drop())

  /** A node: its own connections to the one queue. Writes down the ticks that it worked on. */
  async function node(name: string): Promise<{ queue: JobQueue; ticks: string[] }> {
    const onError = (error: Error) => errors.push(error)
    const queue = await openQueue({ databaseUrl: database.url, redisUrl: url, onError })
    open.push(queue)
    const ticks: string[] = []
    await queue.schedule(name, 1_000)
    queue.work(async (job, tick) => {
      if (job === name) ticks.push(tick)
    })
    return { queue, ticks }
  }

  it.runIf(isThere)('OP10 runs a job once per tick, whoever of two nodes takes it', async () => {
    const [here, there] = await Promise.all([node('chores'), node('chores')])
    const all = () => [...here.ticks, ...there.ticks]
    await vi.waitFor(() => expect(all().length).toBeGreaterThanOrEqual(4), patient)
    expect(new Set(all()).size).toBe(all().length)
    expect(await here.queue.counts()).toMatchObject({ delayed: 1, failed: 0 })
  })

  it.runIf(isThere)('OP10 goes on after all nodes have been restarted, with one schedule', async () => {
    const first = await node('survivor')
    await vi.waitFor(() => expect(first.ticks.length).toBeGreaterThanOrEqual(1), patient)
    await Promise.all(open.splice(0).map((queue) => queue.close(1_000)))
    const before = first.ticks.length
    const again = await Promise.all([node('survivor'), node('survivor')])
    const later = () => again.flatMap(({ ticks }) => ticks)
    await vi.waitFor(() => expect(later().length).toBeGreaterThanOrEqual(3), patient)
    expect(first.ticks.length).toBe(before)
    expect(new Set([...first.ticks, ...later()]).size).toBe(before + later().length)
  })

  it.runIf(isThere)('OP10 tries a job again that failed', async () => {
    const queue = await openQueue({ databaseUrl: database.url, redisUrl: url, onError: () => {} })
    open.push(queue)
    await queue.schedule('clumsy', 60_000)
    const attempts: string[] = []
    queue.work(async (name, tick) => {
      if (name !== 'clumsy') return
      attempts.push(tick)
      if (attempts.length === 1) throw new Error('not this time')
    })
    await vi.waitFor(() => expect(attempts.length).toBe(2), patient)
    expect(attempts[0]).toBe(attempts[1])
  })
})
