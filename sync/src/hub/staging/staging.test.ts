import * as encoding from 'lib0/encoding'
import { expect, it } from 'vitest'
import { messageYjsUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import { CLOSE } from '../../protocol/close-codes.ts'
import type { Id } from '../../protocol/scalars.ts'
import { HandHub } from '../../simulation/hand-hub.ts'
import { stateVectorOf } from '../../staging/coverage.ts'
import { comment, entriesOf, type Intent, stage, unstage } from '../../staging/document.ts'
import type { Hub } from '../hub.ts'
import { MemoryStaging } from '../memory/memory-staging.ts'
import { type AwarenessEntry, awarenessFrame, MESSAGE, readFrame, updateFrame } from './frames.ts'

/** A console's document and socket into a change set, in the test's hand. */
class Desk {
  readonly doc = new Y.Doc()
  readonly problems: { kind: string }[] = []
  readonly awareness: AwarenessEntry[] = []
  readonly takenBack: { by: { id: Id; name: string }; changes: { change: { by: Id }; subject: string }[] }[] =
    []
  updates = 0
  closedWith: number | undefined
  readonly connection: ReturnType<Hub['staging']['connect']>
  readonly #hand: HandHub
  readonly userId: Id

  constructor(hand: HandHub, at = 0, changeSetId = hand.changeSetId(), hub = hand.hub) {
    this.#hand = hand
    this.userId = hand.userId(at)
    const { organizationId } = hand
    this.connection = hub.staging.connect({
      organizationId,
      userId: this.userId,
      sessionId: `session-${at}`,
      changeSetId,
      socket: {
        send: (bytes) => this.#receive(bytes),
        close: (code) => {
          this.closedWith = code
        },
        bufferedAmount: 0,
      },
    })
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.connection.receive(updateFrame(update))
    })
    this.ask()
  }

  /** Sends a sync step, whose answer is an update. */
  ask(): void {
    this.connection.receive(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, MESSAGE.sync)
        encoding.writeVarUint(encoder, 0)
        encoding.writeVarUint8Array(encoder, Y.encodeStateVector(this.doc))
      }),
    )
  }

  static async open(...args: ConstructorParameters<typeof Desk>): Promise<Desk> {
    const desk = new Desk(...args)
    await args[0].clock.run(0)
    return desk
  }

  member(at: number, groupId = this.#hand.groupId()): Intent {
    return { kind: 'membership', groupId, userId: this.#hand.userId(at), to: 'in' }
  }

  stage(intent: Intent, by = this.userId): void {
    stage(this.doc, intent, { by, at: new Date(this.#hand.clock.now()).toISOString(), base: 0 })
  }

  get keys(): string[] {
    return [...entriesOf(this.doc).keys()].sort()
  }

  save(changeSetId = this.#hand.changeSetId(), stateVector = stateVectorOf(this.doc)) {
    return this.#hand.mutate(0, 'changeSet.commit', { changeSetId, scope: { of: 'all' }, stateVector })
  }

  #receive(bytes: Uint8Array): void {
    if (bytes[0] === MESSAGE.problem) {
      const text = new TextDecoder().decode(bytes)
      this.problems.push(JSON.parse(text.slice(text.indexOf('{'))))
    }
    if (bytes[0] === MESSAGE.takenBack) {
      const text = new TextDecoder().decode(bytes)
      this.takenBack.push(JSON.parse(text.slice(text.indexOf('{'))))
    }
    const frame = readFrame(bytes)
    if (frame?.kind === 'update') {
      this.updates += 1
      Y.applyUpdate(this.doc, frame.update, this)
    } else if (frame?.kind === 'awareness') this.awareness.push(...frame.entries)
  }
}

const stored = (hand: HandHub) => hand.database.stagedUpdates(hand.organizationId, hand.changeSetId())

it('ST1 refuses what is not a staged change to its sender alone, in words', async () => {
  const hand = new HandHub()
  const [ada, ben] = [await Desk.open(hand, 0), await Desk.open(hand, 1)]
  ada.doc.getMap('entries').set('anything', { kind: 'nonsense' })
  ada.connection.receive(new Uint8Array([9, 9, 9]))
  ada.connection.receive(new Uint8Array([MESSAGE.sync, messageYjsUpdate, 200]))
  await hand.clock.run(0)
  expect(ada.problems).toHaveLength(3)
  expect([ben.problems.length, ben.keys.length, ada.closedWith]).toEqual([0, 0, undefined])
})

it('ST4 tells what became of each update that came in one turn, and takes no more bytes at once than it can hold', async () => {
  const hand = new HandHub({ stagingBurst: 100_000 })
  const ada = await Desk.open(hand, 0)
  for (let sent = 0; sent < 3; sent++) ada.connection.receive(updateFrame(new Uint8Array([9, 9, 9])))
  await hand.clock.run(0)
  expect(ada.problems.map(({ kind }) => kind)).toEqual(['malformed', 'malformed', 'malformed'])
  const { promise: stored, resolve } = Promise.withResolvers<void>()
  hand.hooks = { before: () => stored }
  ada.stage(ada.member(4))
  for (let sent = 0; sent < 100; sent++)
    ada.connection.receive(updateFrame(new Uint8Array(600_000).fill(255)))
  expect(ada.problems.slice(3).filter(({ kind }) => kind === 'too-many').length).toBeGreaterThan(40)
  hand.hooks = {}
  resolve()
  await hand.clock.run(0)
  expect(ada.problems).toHaveLength(3 + 100)
  ada.stage(ada.member(5))
  await hand.clock.run(0)
  expect((await Desk.open(hand, 1)).keys).toHaveLength(2)
})

it('ST2 lets nobody stage or comment in the name of another', async () => {
  const hand = new HandHub()
  const ada = await Desk.open(hand, 0)
  ada.stage(ada.member(4), hand.userId(1))
  await hand.clock.run(0)
  expect(ada.problems.map(({ kind }) => kind)).toEqual(['forbidden'])
  const again = await Desk.open(hand, 0)
  comment(again.doc, {
    id: hand.clock.id(),
    by: hand.userId(1),
    at: '2026-01-01T00:00:00.000Z',
    text: 'I am Ben',
  })
  await hand.clock.run(0)
  expect(again.problems.map(({ kind }) => kind)).toEqual(['forbidden'])
  expect(stored(hand)).toEqual([])
})

it('ST3 shows an update to others only when it is durable', async () => {
  const hand = new HandHub()
  const [ada, ben] = [await Desk.open(hand, 0), await Desk.open(hand, 1)]
  const console = await hand.live(1)
  await console.subscribe(1, 'changeSet.entries', { changeSetId: hand.changeSetId(), scope: { of: 'all' } })
  hand.hooks = { before: (operation) => (operation === 'staging.append' ? hand.clock.sleep(100) : undefined) }
  ada.stage(ada.member(4))
  await hand.clock.run(90)
  const late = await Desk.open(hand, 2)
  expect([ben.keys.length, late.keys.length, console.deltas.length, stored(hand).length]).toEqual([
    0, 0, 0, 0,
  ])
  await hand.clock.run(20)
  expect([ben.keys.length, late.keys.length, console.deltas.length, stored(hand).length]).toEqual([
    1, 1, 1, 1,
  ])
})

it('ST17 answers a sync step only when what came before it is stored', async () => {
  const hand = new HandHub()
  const ada = await Desk.open(hand, 0)
  hand.hooks = { before: (operation) => (operation === 'staging.append' ? hand.clock.sleep(100) : undefined) }
  const before = ada.updates
  ada.stage(ada.member(4))
  ada.ask()
  await hand.clock.run(90)
  expect([ada.updates - before, stored(hand).length]).toEqual([0, 0])
  await hand.clock.run(20)
  expect([ada.updates - before, stored(hand).length]).toEqual([1, 1])
})

it('ST18 tells who staged a change who took it back, and tells nothing of a save or of their own undoing', async () => {
  const hand = new HandHub()
  const [ada, ben] = [await Desk.open(hand, 0), await Desk.open(hand, 1)]
  for (const at of [4, 5, 6]) ada.stage(ada.member(at))
  await hand.clock.run(10)
  const [first, second] = ada.keys
  unstage(ben.doc, first ?? '')
  unstage(ada.doc, second ?? '')
  await hand.clock.run(10)
  expect(ada.takenBack).toMatchObject([{ by: { id: ben.userId }, changes: [{ change: { by: ada.userId } }] }])
  expect(ada.takenBack[0]?.changes[0]?.subject).not.toBe('')
  await ben.save()
  await hand.clock.run(10)
  expect([ada.keys, ada.takenBack.length, ben.takenBack.length]).toEqual([[], 1, 0])
})

it('ST3 closes the sockets when an update cannot be stored, so that consoles send it again', async () => {
  const hand = new HandHub()
  const [ada, ben] = [await Desk.open(hand, 0), await Desk.open(hand, 1)]
  hand.hooks = {
    before: (operation) => {
      if (operation === 'staging.append') throw new Error('disk full')
    },
  }
  ada.stage(ada.member(4))
  await hand.clock.run(0)
  expect([ada.closedWith, ben.closedWith, ben.keys.length]).toEqual([CLOSE.tryLater, CLOSE.tryLater, 0])
  hand.hooks = {}
  const back = await Desk.open(hand, 0)
  back.stage(back.member(4))
  await hand.clock.run(0)
  expect(stored(hand)).toHaveLength(1)
})

it('ST4 leaves document, log and others as they were after a refusal', async () => {
  const hand = new HandHub()
  const [ada, ben] = [await Desk.open(hand, 0), await Desk.open(hand, 1)]
  ben.stage(ben.member(5))
  ada.stage(ada.member(4), hand.userId(1))
  ben.stage(ben.member(6))
  await hand.clock.run(0)
  expect([ada.problems.length, ben.problems.length]).toEqual([1, 0])
  const fresh = await Desk.open(hand, 2)
  expect(fresh.keys).toEqual(ben.keys)
  expect(fresh.keys).toHaveLength(2)
})

it('ST5 makes one entry of two admins who stage the same fact', async () => {
  const hand = new HandHub()
  const [ada, ben] = [await Desk.open(hand, 0), await Desk.open(hand, 1)]
  ada.stage(ada.member(4))
  ben.stage(ben.member(4))
  await hand.clock.run(0)
  expect(ada.keys).toEqual(ben.keys)
  expect(ada.keys).toHaveLength(1)
  expect(entriesOf(ada.doc).get(ada.keys[0] ?? '')).toEqual(entriesOf(ben.doc).get(ben.keys[0] ?? ''))
})

it('ST6 saves what the state vector covers and keeps what was staged later', async () => {
  const hand = new HandHub()
  const [ada, ben] = [await Desk.open(hand, 0), await Desk.open(hand, 1)]
  ada.stage(ada.member(4))
  await hand.clock.run(0)
  const seen = stateVectorOf(ada.doc)
  ben.stage(ben.member(5))
  await hand.clock.run(0)
  expect(await ada.save(hand.changeSetId(), seen)).toMatchObject({ result: { saved: 1 } })
  await hand.clock.run(0)
  expect(ada.keys).toEqual([`membership:${hand.groupId()}:${hand.userId(5)}`])
})

it('ST7 takes saved entries out of every document with the commit', async () => {
  const hand = new HandHub()
  const [ada, ben] = [await Desk.open(hand, 0), await Desk.open(hand, 1, hand.changeSetId(), hand.node())]
  ada.stage(ada.member(4))
  ada.stage(ada.member(5))
  await hand.clock.run(0)
  await hand.mutate(1, 'membership.add', { groupId: hand.groupId(), userIds: [hand.userId(5)] })
  expect(await ada.save()).toMatchObject({ result: { saved: 1, noops: 1, conflicts: 0 } })
  await hand.clock.run(10)
  expect([ada.keys, ben.keys]).toEqual([[], []])
  const fresh = await Desk.open(hand, 2, hand.changeSetId(), hand.node())
  expect(fresh.keys).toEqual([])
})

it('ST8 waits for staged changes on their way, then rejects the save in words', async () => {
  const hand = new HandHub()
  const ada = await Desk.open(hand, 0)
  const unsent = new Y.Doc()
  stage(unsent, ada.member(4), { by: ada.userId, at: new Date(hand.clock.now()).toISOString(), base: 0 })
  const late = ada.save(hand.changeSetId(), stateVectorOf(unsent))
  await hand.clock.run(2_900)
  const meanwhile = hand.mutate(1, 'group.rename', { groupId: hand.groupId(3), name: 'Not waiting' })
  expect(await meanwhile).toMatchObject({ version: 1 })
  await hand.clock.run(200)
  expect(await late).toMatchObject({ kind: 'conflict' })
  const intime = ada.save(hand.changeSetId(), stateVectorOf(unsent))
  await hand.clock.run(1_000)
  ada.connection.receive(updateFrame(Y.encodeStateAsUpdate(unsent)))
  await hand.clock.run(10)
  expect(await intime).toMatchObject({ version: 2 })
})

it('ST22 keeps a change set open in which somebody stages while a save is about to close it', async () => {
  const hand = new HandHub()
  const named = hand.changeSetId(1)
  const [ada, ben] = [await Desk.open(hand, 0, named), await Desk.open(hand, 1, named, hand.node())]
  ada.stage(ada.member(4))
  await hand.clock.run(10)
  const { promise: stored, resolve } = Promise.withResolvers<void>()
  hand.hooks = { before: (operation) => (operation === 'commit' ? stored : undefined) }
  const save = ada.save(named)
  await hand.clock.run(10)
  ben.stage(ben.member(5))
  await hand.clock.run(10)
  resolve()
  await hand.clock.run(1_000)
  expect(await save).toMatchObject({ version: 1, result: { saved: 1 } })
  const fresh = await Desk.open(hand, 2, named, hand.node())
  expect(fresh.keys).toEqual([`membership:${hand.groupId()}:${hand.userId(5)}`])
  expect(ben.closedWith).toBeUndefined()
})

it('ST9 shows people in awareness as the server knows them', async () => {
  const hand = new HandHub()
  const [ada, ben] = [await Desk.open(hand, 0), await Desk.open(hand, 1)]
  const claim = (client: number, clock: number, state: unknown) => awarenessFrame([{ client, clock, state }])
  ada.connection.receive(claim(1, 1, { user: { id: hand.userId(1), name: 'Ben here' } }))
  expect(ben.awareness).toMatchObject([
    { client: 1, state: { user: { id: hand.userId(0), name: 'Ada here' } } },
  ])
  ben.connection.receive(claim(1, 2, null))
  ben.connection.receive(claim(1, 3, { user: {} }))
  expect(ada.awareness.filter(({ clock }) => clock > 1)).toEqual([])
  ada.connection.closed()
  expect(ben.awareness.at(-1)).toEqual({ client: 1, clock: 1, state: null })
})

it('ST9 keeps the awareness ids that a person showed last, and every id that wrote', async () => {
  const hand = new HandHub()
  const [ada, ben] = [await Desk.open(hand, 0), await Desk.open(hand, 1)]
  const show = (desk: Desk, client: number, state: unknown = {}) =>
    desk.connection.receive(awarenessFrame([{ client, clock: 1, state }]))
  ada.stage(ada.member(4))
  await hand.clock.run(0)
  for (const client of [ada.doc.clientID, ...Array.from({ length: 100 }, (_, at) => at + 1)]) {
    show(ada, client)
    show(ada, client, null)
  }
  const before = ada.awareness.length
  for (const client of [ada.doc.clientID, 1, 100]) show(ben, client)
  expect(ada.awareness.slice(before).map(({ client }) => client)).toEqual([1])
})

it('ST16 shows who is in a change set on every node, and drops who is heard of no more', async () => {
  const hand = new HandHub()
  const other = hand.node()
  const ada = await Desk.open(hand, 0)
  const here = (client: number, clock: number) => awarenessFrame([{ client, clock, state: { user: {} } }])
  ada.connection.receive(here(1, 1))
  await hand.clock.run(500)
  const ben = await Desk.open(hand, 1, hand.changeSetId(), other)
  ben.connection.receive(here(2, 1))
  await hand.clock.run(500)
  expect(ben.awareness).toContainEqual({
    client: 1,
    clock: 1,
    state: { user: { id: hand.userId(0), name: 'Ada here', hue: expect.any(Number) } },
  })
  expect(ada.awareness.at(-1)).toMatchObject({ client: 2, state: { user: { name: 'Ben here' } } })
  // Nobody takes a client id that belongs to somebody on another node.
  const cai = await Desk.open(hand, 2, hand.changeSetId(), other)
  cai.connection.receive(here(1, 5))
  await hand.clock.run(500)
  expect(ada.awareness.filter(({ client }) => client === 1)).toMatchObject([{ clock: 1 }])
  ben.connection.closed()
  await hand.clock.run(500)
  expect(ada.awareness.at(-1)).toEqual({ client: 2, clock: 1, state: null })
  hand.bus.courier = () => {}
  await hand.clock.run(60_000)
  expect(cai.awareness.at(-1)).toEqual({ client: 1, clock: 1, state: null })
})

it('ST10 brings what another node stored to the consoles of this one', async () => {
  const hand = new HandHub()
  const [ada, ben] = [await Desk.open(hand, 0), await Desk.open(hand, 1, hand.changeSetId(), hand.node())]
  ada.stage(ada.member(4))
  await hand.clock.run(10)
  expect(ben.keys).toEqual(ada.keys)
  hand.bus.courier = () => {}
  ada.stage(ada.member(5))
  await hand.clock.run(6_000)
  expect(ben.keys).toEqual(ada.keys)
})

it('ST12 closes the sockets of a change set that was discarded, and opens it no more', async () => {
  const hand = new HandHub()
  const changeSetId = hand.changeSetId(1)
  const ada = await Desk.open(hand, 0, changeSetId)
  await hand.mutate(0, 'changeSet.discard', { changeSetId })
  expect(ada.closedWith).toBe(CLOSE.closed)
  expect((await Desk.open(hand, 0, changeSetId)).closedWith).toBe(CLOSE.closed)
  expect((await Desk.open(hand, 0, hand.other.changeSets[0]?.id)).closedWith).toBe(CLOSE.closed)
})

it('ST13 compacts many stored updates to one that means the same', async () => {
  const hand = new HandHub({ compactAfter: 3 })
  const ada = await Desk.open(hand, 0)
  for (const at of [3, 4, 5, 6]) {
    ada.stage(ada.member(at))
    await hand.clock.run(0)
  }
  expect(stored(hand)).toHaveLength(2)
  expect((await Desk.open(hand, 1, hand.changeSetId(), hand.node())).keys).toEqual(ada.keys)
})

it('ST15 stamps what the server stages itself, and shows it like everything else', async () => {
  const hand = new HandHub()
  const ada = await Desk.open(hand, 0)
  const batchId = hand.clock.id()
  const batch: Intent = { kind: 'batch', batchId, of: 'memberships', name: 'people.csv', count: 1 }
  const { organizationId } = hand
  const staged = await hand.hub.staging.stage({
    organizationId,
    userId: hand.userId(1),
    changeSetId: hand.changeSetId(),
    changes: [batch],
  })
  expect(staged).toEqual({ staged: 1 })
  expect(entriesOf(ada.doc).get(`batch:${batchId}`)).toMatchObject({ ...batch, by: hand.userId(1), base: 0 })
})

it('VW9 keeps views of drafts in step with the change set and the saved rows', async () => {
  const hand = new HandHub()
  const ada = await Desk.open(hand, 0)
  const console = await hand.live(1)
  const args = { changeSetId: hand.changeSetId(), scope: { of: 'all' } }
  await console.subscribe(1, 'changeSet.entries', args)
  await console.subscribe(2, 'changeSet.impact', { ...args, by: 'people' })
  const [entries, impact] = console.of('snapshot').map(({ channel }) => channel)
  ada.stage(ada.member(4))
  await hand.clock.run(0)
  expect(console.deltas.map(({ channel, from, to }) => [channel, from, to])).toEqual([[entries, 0, 1]])
  await hand.mutate(0, 'share.add', { groupId: hand.groupId(), dashboardIds: [hand.image.dashboards[1]?.id] })
  await hand.clock.run(400)
  expect(console.deltas.at(-1)).toMatchObject({ channel: impact, meta: { gainPairs: 1 } })
  await hand.mutate(0, 'membership.add', { groupId: hand.groupId(), userIds: [hand.userId(4)] })
  await hand.clock.run(0)
  expect(console.deltas.at(-1)).toMatchObject({ channel: entries, set: [{ fields: { state: 'no-op' } }] })
})

it('AU7 lets only those stage who may use the console, and ends it with the right', async () => {
  const hand = new HandHub()
  const [viewer, manager] = [await Desk.open(hand, 3), await Desk.open(hand, 2)]
  expect([viewer.closedWith, manager.closedWith]).toEqual([CLOSE.forbidden, undefined])
  await hand.mutate(0, 'user.setPermissions', { userId: hand.userId(2), permissions: [] })
  expect(manager.closedWith).toBe(CLOSE.forbidden)
})

it('FN5 lets go of documents that nobody uses', async () => {
  const hand = new HandHub({ idleMs: 1_000 })
  const ada = await Desk.open(hand, 0)
  ada.stage(ada.member(4))
  await hand.clock.run(0)
  ada.connection.closed()
  await hand.clock.run(20_000)
  expect(hand.hub.figures.organizations).toBe(0)
  expect((await Desk.open(hand, 0)).keys).toHaveLength(1)
})

it('ST19 clears the rows of a batch that was saved, and those that nothing named for a day', async () => {
  const hand = new HandHub()
  const { organizationId } = hand
  const store = new MemoryStaging(hand.database)
  const batches = hand.database.organizations.get(organizationId)?.batches
  const put = async (batchId: Id, hoursAgo: number, at: number) => {
    const wish = { groupId: hand.groupId(), userId: hand.userId(at), to: 'in' as const }
    await store.putBatch(organizationId, batchId, hand.changeSetId(), [
      { kind: 'membership', line: 2, ...wish },
    ])
    const stored = batches?.get(batchId)
    if (stored) stored.at = new Date(hand.clock.now() - hoursAgo * 3_600_000).toISOString()
  }
  const [staged, orphan, fresh] = [hand.clock.id(), hand.clock.id(), hand.clock.id()]
  await put(staged, 48, 4)
  await put(orphan, 25, 5)
  await put(fresh, 23, 6)
  // Staged before any console or view opens the change set.
  const doc = new Y.Doc()
  const batch = { kind: 'batch' as const, batchId: staged, of: 'memberships' as const, name: 'f', count: 1 }
  stage(doc, batch, { by: hand.userId(0), at: new Date(hand.clock.now()).toISOString(), base: 0 })
  await store.append(organizationId, hand.changeSetId(), Y.encodeStateAsUpdate(doc), hand.userId(0))
  const ada = await Desk.open(hand, 0)
  await hand.clock.run(10)
  expect([...(batches?.keys() ?? [])].sort()).toEqual([staged, fresh].sort())
  expect(await ada.save()).toMatchObject({ result: { saved: 1 } })
  await hand.clock.run(10)
  expect([...(batches?.keys() ?? [])]).toEqual([fresh])
})

it('ST19 clears the batches of a change set that is discarded', async () => {
  const hand = new HandHub()
  const store = new MemoryStaging(hand.database)
  const wish = { groupId: hand.groupId(), userId: hand.userId(4), to: 'in' as const }
  const changeSetId = hand.changeSetId(1)
  const batchId = hand.clock.id()
  await store.putBatch(hand.organizationId, batchId, changeSetId, [{ kind: 'membership', line: 2, ...wish }])
  await hand.mutate(0, 'changeSet.discard', { changeSetId })
  await hand.clock.run(10)
  expect(await store.batch(hand.organizationId, batchId)).toEqual([])
})

it('ST20 gives a person one rate for all sockets, and others theirs', async () => {
  const hand = new HandHub({ stagingBurst: 10, stagingPerSecond: 1 })
  const own = [await Desk.open(hand), await Desk.open(hand)]
  const other = await Desk.open(hand, 1)
  // Each asked once when it was opened.
  for (let at = 0; at < 6; at++) for (const desk of [...own, other]) desk.ask()
  expect(own.map(({ problems }) => problems.map(({ kind }) => kind))).toEqual([['too-many'], ['too-many']])
  expect(other.problems).toEqual([])
})

it('ST20 charges a large answer like several frames', async () => {
  const hand = new HandHub({ stagingBurst: 20, stagingPerSecond: 1 })
  const ana = await Desk.open(hand)
  await hand.clock.run(60_000)
  const text = 'x'.repeat(2_000)
  const at = new Date(hand.clock.now()).toISOString()
  for (let part = 0; part < 3; part++) {
    ana.doc.transact(() => {
      for (let n = 0; n < 100; n++) comment(ana.doc, { id: hand.clock.id(), by: ana.userId, at, text })
    })
    await hand.clock.run(120_000)
  }
  expect(ana.problems).toEqual([])
  const bea = await Desk.open(hand, 1)
  await hand.clock.run(60_000)
  const asks = async (stateVector: Uint8Array) => {
    bea.problems.length = 0
    for (let n = 0; n < 6; n++)
      bea.connection.receive(
        encoding.encode((encoder) => {
          for (const number of [MESSAGE.sync, 0]) encoding.writeVarUint(encoder, number)
          encoding.writeVarUint8Array(encoder, stateVector)
        }),
      )
    await hand.clock.run(0)
    return bea.problems.length
  }
  // 600 KB each, at 64 KB a frame.
  expect(await asks(Y.encodeStateVector(new Y.Doc()))).toBe(1)
  await hand.clock.run(120_000)
  expect(await asks(Y.encodeStateVector(bea.doc))).toBe(0)
})

it('ST20 bounds the bytes that wait for a change set to be opened', () => {
  const desk = new Desk(new HandHub())
  for (let at = 0; at < 4; at++) desk.connection.receive(new Uint8Array(1024 * 1024))
  expect(desk.closedWith).toBe(CLOSE.policy)
})
