import { expect, it } from 'vitest'
import { isProblem } from '../protocol/problem.ts'
import { HandHub } from '../simulation/hand-hub.ts'
import { stagedBatch } from '../simulation/staged-batch.ts'

const kindOf = (answer: unknown) => (isProblem(answer) ? answer.kind : 'saved')
const versions = (hand: HandHub) => hand.database.commits(hand.organizationId).map(({ version }) => version)

it('CM2 answers committed when it is durable and rejected when nothing changed', async () => {
  const hand = new HandHub()
  const console = await hand.live()
  const mutationId = hand.clock.id()
  await console.ask({
    type: 'mutate',
    mutationId,
    name: 'group.rename',
    args: { groupId: hand.groupId(), name: 'New' },
  })
  expect(console.last('committed')).toMatchObject({ mutationId, version: 1 })
  expect(versions(hand)).toEqual([1])
  await console.ask({
    type: 'mutate',
    mutationId: hand.clock.id(),
    name: 'group.rename',
    args: { groupId: hand.groupId(3), name: 'New' },
  })
  expect(console.of('rejected')).toHaveLength(1)
  expect(versions(hand)).toEqual([1])
})

it('CM3 applies a mutation sent twice only once and answers alike, also on another node and after a restart', async () => {
  const hand = new HandHub()
  const mutationId = hand.clock.id()
  const args = { groupId: hand.clock.id(), name: 'Fresh', description: '' }
  const first = await hand.mutate(0, 'group.create', args, mutationId)
  const { organizationId } = hand
  const again = { organizationId, actorId: hand.userId(0), name: 'group.create', args, mutationId }
  expect(first).toMatchObject({ version: 1 })
  expect(await hand.hub.mutate(again)).toEqual(first)
  expect(await hand.node().mutate(again)).toEqual(first)
  expect(versions(hand)).toEqual([1])
})

it('CM3 answers the first result even when the plan would change something again', async () => {
  const hand = new HandHub()
  const mutationId = hand.clock.id()
  const args = { groupId: hand.groupId(), userIds: [hand.userId(4)] }
  await hand.mutate(0, 'membership.add', args, mutationId)
  await hand.mutate(0, 'membership.remove', args)
  expect(await hand.mutate(0, 'membership.add', args, mutationId)).toMatchObject({ version: 1 })
  expect(versions(hand)).toEqual([1, 2])
})

it('CM3 CM14 answers who asks again while it waits with the one answer, and nobody else', async () => {
  const hand = new HandHub()
  const mutationId = hand.clock.id()
  const args = { groupId: hand.groupId(), userIds: [hand.userId(4)] }
  const ask = (at: number) => hand.mutate(at, 'membership.add', args, mutationId)
  const all = Promise.all([ask(0), ask(0), ask(1)])
  await hand.clock.run(1_000)
  const [first, again, other] = await all
  expect(first).toEqual({ version: 1, result: { changed: 1 } })
  expect(again).toEqual(first)
  expect(other).toMatchObject({ kind: 'conflict' })
  expect(versions(hand)).toEqual([1])
})

it('CM4 plans what waits in order, each on top of the former, in one transaction', async () => {
  const hand = new HandHub()
  let transactions = 0
  hand.hooks = {
    before: (operation) => {
      if (operation === 'commit') transactions += 1
    },
  }
  const groupId = hand.clock.id()
  const answers = await Promise.all([
    hand.mutate(0, 'group.create', { groupId, name: 'Fresh', description: '' }),
    hand.mutate(1, 'membership.add', { groupId, userIds: [hand.userId(4)] }),
    hand.mutate(0, 'group.delete', { groupId }),
  ])
  expect(answers).toMatchObject([{ version: 1 }, { version: 2 }, { version: 3 }])
  expect(transactions).toBe(1)
})

it('CM5 does not let a refused mutation hinder its neighbours', async () => {
  const hand = new HandHub()
  const answers = await Promise.all([
    hand.mutate(0, 'group.rename', { groupId: hand.groupId(2), name: 'A' }),
    hand.mutate(0, 'group.rename', { groupId: hand.clock.id(), name: 'B' }),
    hand.mutate(0, 'group.rename', { groupId: hand.groupId(3), name: 'C' }),
  ])
  expect(answers.map(kindOf)).toEqual(['saved', 'not-found', 'saved'])
})

it('CM6 catches up, plans again and tries again when another node was first', async () => {
  const hand = new HandHub()
  hand.bus.courier = () => {}
  const [one, two] = [hand.hub, hand.node()]
  const { organizationId } = hand
  const rename = (hub: typeof one, at: number) =>
    hub.mutate({
      organizationId,
      actorId: hand.userId(0),
      name: 'group.rename',
      args: { groupId: hand.groupId(2 + (at % 3)), name: `Team ${at}` },
    })
  const rounds = Array.from({ length: 12 }, (_, at) => rename(at % 2 ? one : two, at))
  const all = Promise.all(rounds)
  await hand.clock.run(5_000)
  expect((await all).map(kindOf)).toEqual(Array(12).fill('saved'))
  expect(versions(hand)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1))
})

it('CM7 sends the deltas of a commit before its committed', async () => {
  const hand = new HandHub()
  const console = await hand.live()
  await console.subscribe(1, 'group.members', hand.members())
  await console.ask({
    type: 'mutate',
    mutationId: hand.clock.id(),
    name: 'membership.add',
    args: { groupId: hand.groupId(), userIds: [hand.userId(4)] },
  })
  expect(console.frames.slice(-2).map(({ type }) => type)).toEqual(['delta', 'committed'])
})

it('CM8 cancels only for who sent it, and drops nobody else', async () => {
  const hand = new HandHub()
  hand.hooks = { before: (operation) => (operation === 'commit.chunk' ? hand.clock.sleep(50) : undefined) }
  const [ada, ben] = [await hand.live(0), await hand.live(1)]
  const ids = [hand.clock.id(), hand.clock.id()]
  ada.send({
    type: 'mutate',
    mutationId: ids[0],
    name: 'group.rename',
    args: { groupId: hand.groupId(2), name: 'A' },
  })
  ben.send({
    type: 'mutate',
    mutationId: ids[1],
    name: 'group.rename',
    args: { groupId: hand.groupId(3), name: 'B' },
  })
  await hand.clock.run(10)
  ada.send({ type: 'cancel', mutationId: ids[1] })
  ben.send({ type: 'cancel', mutationId: ids[1] })
  await hand.clock.run(1_000)
  expect(ben.last('rejected').problem.kind).toBe('cancelled')
  expect(ada.last('committed').mutationId).toBe(ids[0])
  expect(versions(hand)).toEqual([1])
  const mutationId = hand.clock.id()
  ben.send({
    type: 'mutate',
    mutationId,
    name: 'group.rename',
    args: { groupId: hand.groupId(3), name: 'B' },
  })
  ada.send({ type: 'cancel', mutationId })
  await hand.clock.run(1_000)
  expect(ben.last('committed').mutationId).toBe(mutationId)
})

it('CM9 tells everyone how a big commit goes, and its end', async () => {
  const hand = new HandHub({ bigRows: 3 })
  const console = await hand.live(1)
  await hand.mutate(0, 'membership.add', {
    groupId: hand.groupId(),
    userIds: hand.image.users.map(({ id }) => id),
  })
  expect(console.of('progress').map(({ done, total, ended }) => [done, total, ended])).toEqual([
    [0, 8, false],
    [8, 8, true],
  ])
})

it('CM9 tells the consoles of other nodes at most twice a second, and the end even when the node dies', async () => {
  const hand = new HandHub({ bigRows: 3 })
  const other = hand.node()
  const console = await hand.live(1, other)
  const everyone = hand.image.users.map(({ id }) => id)
  hand.hooks = { before: (operation) => (operation === 'commit.chunk' ? hand.clock.sleep(60) : undefined) }
  const first = hand.mutate(0, 'membership.add', { groupId: hand.groupId(), userIds: everyone })
  await hand.clock.run(1_000)
  await first
  expect(console.of('progress').at(-1)).toMatchObject({ done: 8, total: 8, ended: true })
  let hints = 0
  hand.bus.courier = (hint, deliver) => {
    if (hint.of === 'progress' && !hint.progress.ended) hints += 1
    // The node dies before it can say that it is over.
    if (hint.of !== 'progress' || !hint.progress.ended) deliver()
  }
  hand.hooks = { before: (operation) => (operation === 'commit.chunk' ? hand.clock.sleep(700) : undefined) }
  const second = hand.mutate(0, 'membership.add', { groupId: hand.groupId(3), userIds: everyone })
  await hand.clock.run(2_000)
  await second
  // Two nodes hear each hint.
  expect(hints).toBe(2)
  expect(console.last('progress').ended).toBe(false)
  await hand.clock.run(31_000)
  expect(console.last('progress').ended).toBe(true)
})

it('CM9 ends the progress of a commit that failed', async () => {
  const hand = new HandHub({ bigRows: 3, unknownMs: 100 })
  const console = await hand.live(1)
  hand.hooks = {
    before: (operation) => {
      if (operation === 'commit.chunk') throw new Error('cut')
    },
  }
  const answer = hand.mutate(0, 'membership.add', {
    groupId: hand.groupId(),
    userIds: hand.image.users.map(({ id }) => id),
  })
  await hand.clock.run(10_000)
  expect(kindOf(await answer)).toBe('unavailable')
  expect(console.last('progress').ended).toBe(true)
})

it('CM10 answers a mutation without effect with the present version and no commit', async () => {
  const hand = new HandHub()
  await hand.mutate(0, 'group.rename', { groupId: hand.groupId(), name: 'New' })
  expect(
    await hand.mutate(0, 'membership.remove', { groupId: hand.groupId(), userIds: [hand.userId(4)] }),
  ).toMatchObject({ version: 1 })
  expect(versions(hand)).toEqual([1])
})

it('CM11 rejects only the mutation that the database refused', async () => {
  const hand = new HandHub()
  await hand.live()
  // The tables know of a name that the replica does not: only the database can refuse it.
  const tables = hand.database.organizations.get(hand.organizationId)?.tables
  const north = hand.image.groups[2]
  if (north) tables?.groups.set({ ...north, id: hand.clock.id(), name: 'Taken' })
  const all = Promise.all([
    hand.mutate(0, 'group.rename', { groupId: hand.groupId(3), name: 'Fine' }),
    hand.mutate(0, 'group.create', { groupId: hand.clock.id(), name: 'Taken', description: '' }),
    hand.mutate(0, 'group.rename', { groupId: hand.groupId(4), name: 'Fine too' }),
  ])
  await hand.clock.run(1_000)
  expect((await all).map(kindOf)).toEqual(['saved', 'conflict', 'saved'])
})

it('CM12 looks into the log when a commit has an unknown outcome', async () => {
  const hand = new HandHub()
  let cuts = 1
  hand.hooks = {
    after: (operation) => {
      if (operation === 'commit' && cuts-- > 0) throw new Error('cut')
    },
  }
  const answer = hand.mutate(0, 'group.rename', { groupId: hand.groupId(), name: 'New' })
  await hand.clock.run(1_000)
  expect(await answer).toMatchObject({ version: 1 })
  expect(versions(hand)).toEqual([1])
})

it('CM13 lets a bounded number of mutations wait', async () => {
  const hand = new HandHub({ maxWaiting: 2 })
  const all = await Promise.all(
    [2, 3, 4].map((at) => hand.mutate(0, 'group.rename', { groupId: hand.groupId(at), name: `Team ${at}` })),
  )
  expect(all.map(kindOf)).toEqual(['saved', 'saved', 'too-many'])
})

it('CM18 lets one person take a part of the line only, so that others still save', async () => {
  const hand = new HandHub({ maxWaiting: 4, maxWaitingPerPerson: 2 })
  const rename = (by: number, at: number) =>
    hand.mutate(by, 'group.rename', { groupId: hand.groupId(at), name: `Team ${at}` })
  const all = await Promise.all([rename(0, 2), rename(0, 3), rename(0, 4), rename(1, 4)])
  expect(all.map(kindOf)).toEqual(['saved', 'saved', 'too-many', 'saved'])
  expect(kindOf(await rename(0, 3))).toBe('saved')
})

it('CM14 does not answer one person with the mutation of another', async () => {
  const hand = new HandHub()
  const mutationId = hand.clock.id()
  const args = { groupId: hand.groupId(), userIds: [hand.userId(4)] }
  await hand.mutate(0, 'membership.add', args, mutationId)
  expect(await hand.mutate(1, 'membership.remove', args, mutationId)).toMatchObject({ kind: 'conflict' })
  expect(versions(hand)).toEqual([1])
})

it('PR6 answers an unexpected error with an id and keeps its text in the log', async () => {
  const hand = new HandHub()
  const console = hand.raw()
  hand.hooks = {
    before: () => {
      throw new Error('secret of the house')
    },
  }
  console.hello()
  await hand.clock.run(0)
  expect(console.last('fault').problem).toMatchObject({ kind: 'internal', requestId: expect.any(String) })
  expect(console.texts.join()).not.toContain('secret')
  expect(hand.errors.join()).toContain(console.last('fault').problem.requestId)
})

/** A hub with a batch of memberships staged, and what saves it. */
async function withBatch(options = {}) {
  const hand = new HandHub({ longRows: 2, bigRows: 3, ...options })
  return { hand, ...(await stagedBatch(hand)) }
}

const names = (hand: HandHub) => hand.database.commits(hand.organizationId).map(({ mutation }) => mutation)

it('CM15 lets others save while a long save is planned, and keeps the plan when they touch nothing of it', async () => {
  const { hand, save } = await withBatch()
  const saving = save()
  const renaming = hand.mutate(1, 'group.rename', { groupId: hand.groupId(3), name: 'Other' })
  const adding = hand.mutate(1, 'membership.add', { groupId: hand.groupId(3), userIds: [hand.userId(4)] })
  await hand.clock.run(1_000)
  expect(await Promise.all([renaming, adding, saving])).toMatchObject([
    { version: 1 },
    { version: 2 },
    { version: 3, result: { saved: 8, noops: 0, conflicts: 0 } },
  ])
  expect(names(hand)).toEqual(['group.rename', 'membership.add', 'changeSet.commit'])
  const state = await hand.hub.state(hand.organizationId)
  expect(state?.members.countOf(hand.groupId())).toBe(8)
})

it('CM15 plans a long save again when others touched what it saves', async () => {
  const { hand, save } = await withBatch()
  const saving = save()
  const adding = hand.mutate(1, 'membership.add', { groupId: hand.groupId(), userIds: [hand.userId(4)] })
  await hand.clock.run(1_000)
  expect(await adding).toMatchObject({ version: 1 })
  expect(await saving).toMatchObject({ version: 2, result: { saved: 7, noops: 1 } })
})

it('CM15 comes to an end however others keep touching what it saves', async () => {
  const { hand, save } = await withBatch()
  const saving = save()
  let isOver = false
  saving.then(() => {
    isOver = true
  })
  const others: Promise<unknown>[] = []
  for (let step = 0; step < 200 && !isOver; step++) {
    const name = step % 2 ? 'membership.remove' : 'membership.add'
    others.push(hand.mutate(1, name, { groupId: hand.groupId(), userIds: [hand.userId(5)] }))
    await hand.clock.run(0)
  }
  await hand.clock.run(1_000)
  expect(kindOf(await saving)).toBe('saved')
  expect((await Promise.all(others)).map(kindOf)).toEqual(others.map(() => 'saved'))
  const state = await hand.hub.state(hand.organizationId)
  expect(versions(hand)).toEqual(versions(hand).map((_, at) => at + 1))
  expect(state?.version).toBe(versions(hand).length)
})

it('CM8 CM15 stops a long save while it is planned, and CM3 answers it alike when it is sent again', async () => {
  const { hand, mutationId, save } = await withBatch()
  const console = await hand.live(0)
  const saving = save()
  // Promises settle, time stands still: it is being planned.
  await new Promise((resolve) => setImmediate(resolve))
  console.send({ type: 'cancel', mutationId })
  await hand.clock.run(1_000)
  expect(kindOf(await saving)).toBe('cancelled')
  expect(console.last('progress').ended).toBe(true)
  expect(versions(hand)).toEqual([])
  const again = save()
  await hand.clock.run(1_000)
  const answer = await again
  expect(answer).toMatchObject({ version: 1 })
  const third = save()
  await hand.clock.run(1_000)
  expect(await third).toEqual(answer)
})
