import { wakeupContract } from '@muster/sync/hub/wakeup.contract.ts'
import { describe, expect, it } from 'vitest'
import { RedisWakeup } from './redis-wakeup.ts'

const url = process.env.TEST_REDIS_URL || process.env.REDIS_URL

if (url) {
  wakeupContract('Redis', async () => {
    const nodes: [RedisWakeup, RedisWakeup] = [new RedisWakeup(url), new RedisWakeup(url)]
    await Promise.all(nodes.map((node) => node.ready()))
    return {
      nodes,
      async stop() {
        await Promise.all(nodes.map((node) => node.stop()))
      },
    }
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
