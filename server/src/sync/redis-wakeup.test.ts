import { randomUUID } from 'node:crypto'
import { wakeupContract } from '@muster/sync/hub/wakeup.contract.ts'
import { Redis } from 'ioredis'
import { describe, expect, it, vi } from 'vitest'
import { RedisWakeup } from './redis-wakeup.ts'

const url = process.env.TEST_REDIS_URL || process.env.REDIS_URL

if (url) {
  const make = async () => {
    const nodes: [RedisWakeup, RedisWakeup] = [new RedisWakeup(url), new RedisWakeup(url)]
    await Promise.all(nodes.map((node) => node.ready()))
    return {
      nodes,
      async stop() {
        await Promise.all(nodes.map((node) => node.stop()))
      },
    }
  }
  wakeupContract('Redis', make)

  it('RC7 hears again after its connections to Redis were cut', async () => {
    const fixture = await make()
    const [here, there] = fixture.nodes
    const organizationId = randomUUID()
    let heard = 0
    there.subscribe(() => heard++)
    const admin = new Redis(url)
    await admin.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    await vi.waitFor(
      async () => {
        await here.publish({ of: 'version', organizationId, version: 1 })
        expect(heard).toBeGreaterThan(0)
      },
      { timeout: 10_000, interval: 100 },
    )
    admin.disconnect()
    await fixture.stop()
  })
}

describe('without a Redis', () => {
  it('loses hints instead of failing or waiting', async () => {
    const errors: Error[] = []
    const wakeup = new RedisWakeup('redis://127.0.0.1:1', { onError: (error) => errors.push(error) })
    await wakeup.publish({ of: 'session-ended', sessionIds: ['a'] })
    expect(errors.length).toBeGreaterThan(0)
    await wakeup.stop()
  })
})
