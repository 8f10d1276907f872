import { expect, it, vi } from 'vitest'
import { CLOSE } from '../protocol/close-codes.ts'
import { HandConsole, HandHub } from '../simulation/hand-hub.ts'
import { views } from '../views/registry.ts'
import { OrganizationRoom } from './organization-room.ts'

/** A result that no delta can be made of. */
const broken = { meta: {}, rows: null } as never
const impact = (hand: HandHub) => ({ changeSetId: hand.changeSetId(), scope: { of: 'all' }, by: 'people' })

it('FN7 gives up only the organization whose timer failed, and opens it anew', async () => {
  const hand = new HandHub()
  const ada = await hand.live()
  const neighbour = new HandConsole(hand, hand.hub, {
    organizationId: hand.other.organization.id,
    userId: hand.other.users[0]?.id ?? '',
    sessionId: 'elsewhere',
  })
  neighbour.hello()
  await ada.subscribe(1, 'changeSet.impact', impact(hand))
  vi.spyOn(views['changeSet.impact'], 'compute').mockReturnValue(broken)
  await hand.mutate(0, 'membership.add', { groupId: hand.groupId(), userIds: [hand.userId(4)] })
  await hand.clock.run(1_000)
  vi.restoreAllMocks()
  expect([ada.closedWith, neighbour.closedWith]).toEqual([CLOSE.tryLater, undefined])
  expect(hand.errors).toHaveLength(1)
  const back = await hand.live()
  await back.subscribe(1, 'changeSet.impact', impact(hand))
  expect(back.last('welcome').version).toBe(1)
  expect(back.of('snapshot')).toHaveLength(1)
})

it('FN7 never calls a durable mutation refused because a view of it failed', async () => {
  const hand = new HandHub()
  const ada = await hand.live()
  await ada.subscribe(1, 'organization.summary', {})
  const compute = vi.spyOn(views['organization.summary'], 'compute').mockReturnValue(broken)
  const answer = await hand.mutate(0, 'user.setPermissions', { userId: hand.userId(2), permissions: [] })
  compute.mockRestore()
  expect(hand.database.commits(hand.organizationId)).toHaveLength(1)
  expect(answer).toMatchObject({ kind: 'unavailable' })
  expect(ada.closedWith).toBe(CLOSE.tryLater)
})

it('FN7 goes on sweeping when a room fails to close', async () => {
  const hand = new HandHub({ idleMs: 1_000, presenceGraceMs: 10 })
  const ada = await hand.live()
  ada.connection.closed()
  vi.spyOn(OrganizationRoom.prototype, 'close').mockImplementationOnce(() => {
    throw new Error('It does not close')
  })
  await hand.clock.run(3_000)
  expect(hand.errors).toHaveLength(1)
  expect(hand.hub.figures.organizations).toBe(0)
  const back = await hand.live()
  back.connection.closed()
  await hand.clock.run(3_000)
  expect(hand.hub.figures.organizations).toBe(0)
})

it('FN7 ends the console alone whose own timer failed', async () => {
  const hand = new HandHub({ slowCheckMs: 10 })
  const [ada, ben] = [await hand.live(0), await hand.live(1)]
  await ada.subscribe(1, 'organization.summary', {})
  ada.unsent = 2_000_000
  ada.connection.send({ type: 'pong' })
  Object.defineProperty(ada, 'unsent', {
    get() {
      throw new Error('The socket is broken')
    },
  })
  await hand.clock.run(100)
  expect([ada.closedWith, ben.closedWith]).toEqual([CLOSE.tryLater, undefined])
})
