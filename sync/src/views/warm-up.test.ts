import { describe, expect, it } from 'vitest'
import { emptyImage, sampleGroup, sampleUser } from '../model/random-organization.ts'
import { Replica } from '../model/replica.ts'
import { groupOrders } from './group-list.ts'
import { userOrders } from './user-sort.ts'
import { warmUp } from './warm-up.ts'

/** More than are sorted in one step, in an order that has nothing to do with their names; many of them alike. */
function large(count: number) {
  const users = Array.from({ length: count }, (_, i) => {
    const mixed = (i * 7_919) % count
    const lastActiveAt = mixed % 5 === 0 ? null : new Date(mixed * 1e9).toISOString()
    return sampleUser(i, { name: `Person ${mixed % 3_000}`, lastActiveAt })
  })
  return emptyImage({ users, groups: [sampleGroup(1), sampleGroup(2)] })
}

function orders(state: Replica) {
  return [
    ...userOrders.map((order) => state.users.ranks(order)),
    ...groupOrders.map((order) => state.groups.ranks(order)),
  ]
}

describe('warming up', () => {
  it.each([0, 1, 4_096, 13_000])(
    'makes the very orders that %i rows would get when first asked for',
    (count) => {
      const [warm, cold] = [Replica.from(large(count)), Replica.from(large(count))]
      for (const _ of warmUp(warm)) {
      }
      expect(orders(warm)).toEqual(orders(cold))
      for (const state of [warm, cold]) {
        const fork = state.fork()
        fork.apply([
          { entity: 'user', op: 'create', id: sampleUser(count + 1).id, after: sampleUser(count + 1) },
        ])
        expect(fork.users.ranks().sequence.length).toBe(count + 1)
      }
      expect(orders(warm)).toEqual(orders(cold))
    },
  )

  it('takes steps, so that others have their turns', () => {
    const steps = [...warmUp(Replica.from(large(13_000)))]
    expect(steps.length).toBeGreaterThan(10)
  })
})
