import { expect, it } from 'vitest'
import { HandHub } from '../simulation/hand-hub.ts'
import type { Meter } from './meter.ts'

/** Writes down what it is told. Its clock is still, so no test depends on time. */
function recorder() {
  const told: string[] = []
  const tell =
    (name: string) =>
    (...facts: unknown[]) => {
      told.push([name, ...facts].join(' '))
    }
  const meter: Meter = {
    now: () => 0,
    mutation: tell('mutation'),
    group: tell('group'),
    fannedOut: tell('fannedOut'),
    followed: tell('followed'),
    caughtUp: tell('caughtUp'),
    answered: tell('answered'),
    refused: tell('refused'),
  }
  return { meter, told }
}

async function settled(hand: HandHub, work: Promise<unknown>): Promise<void> {
  await hand.clock.run(1_000)
  await work
}

const created = { groupId: crypto.randomUUID(), name: 'Night shift', description: '' }

it('OP1 tells the meter how each mutation ended, under the names of the registry only', async () => {
  const { meter, told } = recorder()
  const hand = new HandHub({}, meter)
  await settled(hand, hand.mutate(0, 'group.create', created))
  expect(told).toEqual(['group 1 committed 0', 'fannedOut 1 0', 'mutation group.create committed 0'])
  told.length = 0
  await settled(hand, hand.mutate(0, 'group.rename', { groupId: crypto.randomUUID(), name: 'Day shift' }))
  await settled(hand, hand.mutate(0, "x' or 1=1", {}))
  expect(told).toEqual(['mutation group.rename not-found 0', 'mutation unknown not-found 0'])
})

it('OP1 tells the meter which subscriptions were answered how, and what was refused on which socket', async () => {
  const { meter, told } = recorder()
  const hand = new HandHub({}, meter)
  const console = await hand.live()
  await console.subscribe(1, 'group.members', hand.members())
  await console.subscribe(2, 'no.such', {})
  console.connection.receive('{')
  expect(told).toEqual([
    'answered snapshot false',
    'refused sync not-found',
    'answered refused false',
    'refused sync malformed',
  ])
})

it('OP1 tells the meter why a node read commits of others: woken, or by the slow poll', async () => {
  const { meter, told } = recorder()
  const hand = new HandHub({}, meter)
  const there = hand.node()
  await hand.live(1, there)
  await settled(hand, hand.mutate(0, 'group.create', created))
  await hand.clock.run(100)
  expect(told).toContain('followed 1 hint 0')
  expect(told).toContain('caughtUp 0')
})

it('OP2 counts sockets, subscriptions, rows and what is unsent when asked', async () => {
  const hand = new HandHub()
  const console = await hand.live()
  await console.subscribe(1, 'group.members', hand.members())
  await console.subscribe(2, 'group.members', hand.members())
  console.unsent = 7_000
  const memberships = hand.image.members.reduce((sum, { userIds }) => sum + userIds.length, 0)
  expect(hand.hub.figures).toMatchObject({
    connections: 1,
    subscriptions: 2,
    liveViews: 1,
    unsentBytes: 7_000,
    mostUnsentBytes: 7_000,
    organizations: 1,
    users: hand.image.users.length,
    memberships,
    behind: 0,
  })
})
