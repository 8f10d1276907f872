import { expect, it } from 'vitest'
import { CLOSE } from '../protocol/close-codes.ts'
import { HandConsole, HandHub } from '../simulation/hand-hub.ts'

it('AU1 gives a person without the right nothing but a refusal, whatever they send', async () => {
  const hand = new HandHub()
  const viewer = hand.raw(3)
  const stranger = new HandConsole(hand, hand.hub, {
    organizationId: hand.organizationId,
    userId: hand.other.users[0]?.id ?? '',
    sessionId: 's',
  })
  for (const console of [viewer, stranger]) {
    console.hello()
    console.send({ type: 'subscribe', subscriptionId: 1, view: 'group.list', args: {} })
    console.send({
      type: 'mutate',
      mutationId: hand.clock.id(),
      name: 'group.delete',
      args: { groupId: hand.groupId() },
    })
  }
  await hand.clock.run(1_000)
  for (const console of [viewer, stranger]) {
    expect(console.frames).toMatchObject([{ type: 'fault', problem: { kind: 'forbidden' } }])
    expect(console.closedWith).toBe(CLOSE.forbidden)
  }
  expect(hand.database.commits(hand.organizationId)).toEqual([])
})

it('AU2 judges a mutation by the state in which it is planned', async () => {
  const hand = new HandHub()
  const [, late] = await Promise.all([
    hand.mutate(0, 'user.setPermissions', { userId: hand.userId(2), permissions: [] }),
    hand.mutate(2, 'group.rename', { groupId: hand.groupId(), name: 'Mine' }),
  ])
  expect(late).toMatchObject({ kind: 'forbidden' })
})

it('AU3 refuses what the right is missing for, and knows no internal mutations', async () => {
  const hand = new HandHub()
  const manager = await hand.live(2)
  await manager.ask({
    type: 'mutate',
    mutationId: hand.clock.id(),
    name: 'user.setPermissions',
    args: { userId: hand.userId(2), permissions: ['manageUsers'] },
  })
  expect(manager.last('rejected').problem.kind).toBe('forbidden')
  await manager.ask({
    type: 'mutate',
    mutationId: hand.clock.id(),
    name: 'user.signedIn',
    args: { userId: hand.userId(2) },
  })
  expect(manager.last('rejected').problem.kind).toBe('not-found')
})

it('AU4 ends a console whose right goes at that very version, before any row of it', async () => {
  const hand = new HandHub()
  const manager = await hand.live(2)
  await manager.subscribe(1, 'user.list', {
    search: '',
    status: 'all',
    sort: { by: 'name', dir: 'asc' },
    page: 0,
    pageSize: 50,
  })
  await Promise.all([
    hand.mutate(0, 'user.setPermissions', { userId: hand.userId(2), permissions: [] }),
    hand.mutate(0, 'group.rename', { groupId: hand.groupId(), name: 'Secret' }),
  ])
  expect(manager.frames.slice(-2)).toMatchObject([{ type: 'refused', subscriptionId: 1 }, { type: 'fault' }])
  expect(manager.of('delta')).toEqual([])
  expect(manager.closedWith).toBe(CLOSE.forbidden)
})

it('AU5 ends the sockets of a session on every node', async () => {
  const hand = new HandHub()
  const consoles = [await hand.live(0), await hand.live(0, hand.node()), await hand.live(1)]
  hand.hub.endSession(['session-0'])
  await hand.clock.run(10)
  expect(consoles.map(({ closedWith }) => closedWith)).toEqual([
    CLOSE.unauthenticated,
    CLOSE.unauthenticated,
    undefined,
  ])
})

it('AU6 answers ids of another organization as if they did not exist', async () => {
  const hand = new HandHub()
  const console = await hand.live(0)
  const problems = async (groupId: string) => {
    await console.subscribe(1, 'group.detail', { groupId })
    await console.ask({
      type: 'mutate',
      mutationId: hand.clock.id(),
      name: 'group.rename',
      args: { groupId, name: 'X' },
    })
    return [console.last('refused').problem, console.last('rejected').problem]
  }
  expect(await problems(hand.other.groups[2]?.id ?? '')).toEqual(await problems(hand.clock.id()))
  const nowhere = new HandConsole(hand, hand.hub, {
    organizationId: hand.clock.id(),
    userId: hand.userId(0),
    sessionId: 's',
  })
  nowhere.hello()
  await hand.clock.run(10)
  expect(nowhere.closedWith).toBe(CLOSE.forbidden)
})
