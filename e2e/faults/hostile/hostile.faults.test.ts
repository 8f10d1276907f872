/** Signed-in people who send what no console sends, as fast as they can, or do not read what they are sent. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { canonicalJson } from '@muster/sync/protocol/canonical-json.ts'
import { MAX_FRAME_BYTES, PROTOCOL_VERSION } from '@muster/sync/protocol/version.ts'
import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type WebSocket from 'ws'
import * as Y from 'yjs'
import { chanceOf, scale } from '../scale.ts'
import { Arena } from './arena.ts'
import { type Attacker, bareFrame, below, trySend } from './attacker.ts'
import { attackByHttp } from './bodies.ts'
import { mutateBytes, mutateJson, randomBytes } from './mutate.ts'
import { SlowConsole } from './slow-console.ts'

const database = process.env.MUSTER_E2E_DATABASE ?? ''
const seconds = scale(1, 8)
let arena: Arena

beforeAll(async () => {
  arena = await Arena.open(database, chanceOf('hostile'))
})
afterAll(() => arena?.close())

/** Does something with every socket each 20 ms, for some seconds. */
async function keepOn(
  sockets: readonly WebSocket[],
  act: (socket: WebSocket, n: number) => void,
): Promise<void> {
  for (let n = 0, end = Date.now() + seconds * 1000; Date.now() < end; await sleep(20))
    for (const socket of sockets) act(socket, n++)
}

const page = { search: '', sort: { by: 'name', dir: 'asc' }, page: 0, pageSize: 200 }
const subscribe = (subscriptionId: number, view: string, args: object) =>
  JSON.stringify({ type: 'subscribe', subscriptionId, view, args })
const group = () => arena.admins.organization.groups[0]?.id ?? ''

it('FN4 a quiet server, for comparison', async () => {
  await arena.under('nobody', () => sleep(seconds * 1000))
})

it('FN2 FN8 consoles that never read, and one that reads slowly, cost the others nothing', async () => {
  const { admins, attackers, server } = arena
  const slow = await SlowConsole.open(server.url, admins.organization)
  await arena.under('20 that never read', async () => {
    const sockets = await attackers[0].syncs(20)
    for (const socket of sockets) below(socket).pause()
    await keepOn(sockets, (socket, n) => {
      for (let at = 0; at < 20; at++)
        trySend(socket, subscribe(((n + at) % 20) + 1, 'user.list', { ...page, status: 'all' }))
    })
  })
  await slow.expectCurrent(admins.world.consoles[0]?.client)
  slow.close()
})

it('CN8 10,000 subscribes and unsubscribes a second are slowed down, then closed', async () => {
  await arena.under('10,000 subscribes a second', async () => {
    const sockets = await arena.attackers[0].syncs(10)
    await keepOn(sockets, (socket, n) => {
      for (let at = 0; at < 10; at++) {
        trySend(socket, subscribe(((n + at) % 60) + 1, 'group.members', { ...page, groupId: group() }))
        trySend(socket, JSON.stringify({ type: 'unsubscribe', subscriptionId: ((n + at) % 60) + 1 }))
      }
    })
    expect(arena.attackers[0].refusals.get('too-many')).toBeGreaterThan(0)
    expect(arena.attackers[0].closes.get(1008)).toBeGreaterThan(0)
  })
})

it('SB10 thousands of distinct views of one person are not kept alive', async () => {
  await arena.under('thousands of distinct views', async () => {
    // Who has not used their rate up a moment ago.
    const [, attacker] = arena.attackers
    const sockets = await attacker.syncs(30)
    for (const [at, socket] of sockets.entries())
      for (let id = 1; id <= 60; id++)
        trySend(socket, subscribe(id, 'user.list', { ...page, status: 'all', search: `${at} ${id}` }))
    await sleep(seconds * 1000)
    // Of 1,800, 256 may be.
    await vi.waitFor(() => expect(attacker.refusals.get('too-many')).toBeGreaterThan(1_000), {
      timeout: 20_000,
    })
  })
})

it('PR3 PR4 CN8 frames of 1 MB, deep nesting and wrong UTF-8 are refused', async () => {
  const deep = `${'[{"a":'.repeat(14)}1${'}]'.repeat(14)}`
  const shapes: readonly Buffer[] = [
    Buffer.from(`{"type":"mutate","mutationId":"${'x'.repeat(1024 * 1024 - 100)}"}`),
    Buffer.from(
      subscribe(1, 'mutation.preview', { name: 'group.create', args: Array(4_000).fill(JSON.parse(deep)) }),
    ),
    Buffer.from('['.repeat(MAX_FRAME_BYTES - 1)),
    Buffer.from('{"a":'.repeat(50_000)),
    Buffer.from(`{"type":"${'\\ud800'.repeat(30_000)}"}`),
  ]
  await arena.under('1 MB, deep, not UTF-8', async () => {
    const [attacker] = arena.attackers
    const sockets = await attacker.syncs(20)
    await keepOn(sockets, (socket, n) => trySend(socket, shapes[n % shapes.length] ?? '', false))
    const wrong = await attacker.sync()
    wrong.send(Buffer.from([0x22, 0xc3, 0x28, 0xff, 0x22]), { binary: false })
    const huge = await attacker.sync()
    huge.send('x'.repeat(3 * 1024 * 1024))
    await sleep(300)
    expect(attacker.refusals.get('too-large')).toBeGreaterThan(0)
    expect(attacker.refusals.get('malformed')).toBeGreaterThan(0)
    for (const code of [1007, 1008, 1009])
      expect(attacker.closes.get(code), `closed with ${code}`).toBeGreaterThan(0)
  })
})

it('CN12 many sockets of one person, opened and dropped without end', async () => {
  await arena.under('sockets opened and dropped', async () => {
    const [attacker] = arena.attackers
    for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
      const sockets = await attacker.syncs(40)
      await sleep(20)
      for (const socket of sockets) socket.terminate()
    }
    await attacker.syncs(80)
    await sleep(300)
    expect(attacker.closes.get(1013)).toBeGreaterThan(0)
  })
})

it('PR5 pings without end, a message in a million pieces, frames that break the WebSocket protocol', async () => {
  await arena.under('broken WebSocket frames', async () => {
    const [attacker] = arena.attackers
    const pings = Buffer.concat(Array(500).fill(bareFrame(9, Buffer.alloc(125))))
    const pieces = Buffer.concat(Array(5_000).fill(bareFrame(0, Buffer.from('x'), false)))
    const sockets = await attacker.syncs(12)
    for (const [at, socket] of sockets.entries()) {
      if (at % 4 === 0) below(socket).pause()
      if (at % 4 === 1) below(socket).write(bareFrame(1, Buffer.from('"'), false))
    }
    await keepOn(sockets, (socket, n) => {
      const stream = below(socket)
      if (socket.readyState !== socket.OPEN || stream.writableLength > 1024 * 1024) return
      if (n % 4 < 3) stream.write(n % 4 === 1 ? pieces : pings)
      else stream.write(randomBytes(chanceOf(`bytes ${n}`), 200))
    })
    expect([...attacker.closes.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3)
  })
})

it('PR5 random and mutated frames of views and mutations change nothing', async () => {
  const chance = chanceOf('mutated frames')
  const nobody = randomUUID()
  const right: readonly object[] = [
    { type: 'hello', protocol: PROTOCOL_VERSION, clientId: 'again' },
    { type: 'ping' },
    { type: 'unsubscribe', subscriptionId: 3 },
    { type: 'cancel', mutationId: nobody },
    { type: 'here', place: { page: '/groups', row: null, doing: 'viewing', idle: false } },
    ...Object.entries({
      'organization.summary': {},
      'group.list': { ...page, kind: 'all' },
      'group.members': { ...page, groupId: group() },
      'user.list': { ...page, status: 'all' },
      'changeSet.entries': { changeSetId: arena.changeSetId, scope: { of: 'all' } },
      'changeSet.impact': { changeSetId: arena.changeSetId, scope: { of: 'all' }, by: 'people' },
      'mutation.preview': { name: 'membership.add', args: { groupId: group(), userIds: [nobody] } },
    }).map(([view, args]) => ({
      ...{ type: 'subscribe', subscriptionId: 1, view, args },
      have: { epoch: 'x', at: 1 },
    })),
    // Of groups and people that are not: nothing that is said of them can be saved.
    ...Object.entries({
      'group.rename': { groupId: nobody, name: 'New' },
      'group.delete': { groupId: nobody },
      'membership.add': { groupId: nobody, userIds: [nobody] },
      'share.remove': { groupId: nobody, dashboardIds: [nobody] },
      'changeSet.commit': { changeSetId: nobody, scope: { of: 'all' }, stateVector: 'AA==' },
      'user.signedIn': { userId: nobody },
    }).map(([name, args]) => ({ type: 'mutate', mutationId: nobody, name, args })),
  ]
  await arena.under('mutated frames', () =>
    pour(scale(2_400, 80_000), 900, async (attacker, frames) => {
      const socket = await attacker.sync()
      for (; frames.left > 0 && socket.readyState === socket.OPEN; await sleep(10)) {
        for (const _ of frames.due()) {
          const frame = chance.pick(right)
          const what = chance.below(20)
          if (what === 0) trySend(socket, randomBytes(chance, chance.below(300)).toString('latin1'))
          else if (what === 1) trySend(socket, canonicalJson(frame))
          else trySend(socket, mutateJson(chance, frame))
        }
      }
      socket.terminate()
    }),
  )
})

it('ST1 ST4 PR5 mutated updates and awareness change nothing that others staged', async () => {
  const chance = chanceOf('mutated updates')
  const right = stagingFrames()
  await arena.under('mutated updates and awareness', () =>
    pour(scale(600, 20_000), 90, async (attacker, frames) => {
      const socket = await attacker.staging(arena.changeSetId)
      for (; frames.left > 0 && socket.readyState === socket.OPEN; await sleep(10)) {
        for (const _ of frames.due()) {
          const bytes = chance.pick(right)
          trySend(
            socket,
            chance.chance(0.05) ? randomBytes(chance, chance.below(400)) : mutateBytes(chance, bytes),
          )
        }
      }
      socket.terminate()
    }),
  )
})

it('PR5 PR6 CN14 HTTP bodies of wrong types, lengths and encodings, and half requests, are refused', async () => {
  await arena.under('broken HTTP', async () => {
    const answers = await attackByHttp(arena.attackers[0], arena.changeSetId)
    // 0: cut in the middle. Nothing of it is a mistake of the server's, and nothing of it is taken.
    expect(answers.filter(({ status }) => status !== 0 && (status < 400 || status >= 500))).toEqual([])
    expect(answers.filter(({ status }) => status !== 0).length).toBeGreaterThan(30)
  })
})

/** Frames that both attackers together still have to send, at a pace that they are not dropped for. */
interface Frames {
  left: number
  due(): Iterable<undefined>
}

/** Lets both attackers send so many frames; sockets that were closed are opened anew. */
async function pour(
  count: number,
  perSecond: number,
  send: (attacker: Attacker, frames: Frames) => Promise<void>,
): Promise<void> {
  await Promise.all(
    arena.attackers.map(async (attacker) => {
      const since = Date.now()
      let sent = 0
      const frames: Frames = {
        left: Math.ceil(count / 2),
        *due() {
          const due = perSecond / 10 + ((Date.now() - since) / 1000) * perSecond - sent
          for (let n = 0; n < due && frames.left > 0; n++) {
            sent += 1
            frames.left -= 1
            yield undefined
          }
        },
      }
      while (frames.left > 0) await send(attacker, frames)
    }),
  )
}

/** What a console sends into a change set: entries, taken back ones, comments, sync steps, awareness. */
function stagingFrames(): Uint8Array[] {
  const by = arena.admins.organization.managers[0]?.userId ?? ''
  const frame = (...parts: ((encoder: encoding.Encoder) => void)[]) =>
    encoding.encode((encoder) => {
      for (const part of parts) part(encoder)
    })
  const uint = (value: number) => (encoder: encoding.Encoder) => encoding.writeVarUint(encoder, value)
  const bytes = (value: Uint8Array) => (encoder: encoding.Encoder) =>
    encoding.writeVarUint8Array(encoder, value)
  const frames: Uint8Array[] = []
  for (const userId of arena.admins.organization.people.slice(0, 3).map(({ id }) => id)) {
    const doc = new Y.Doc()
    const entry = { kind: 'membership', groupId: group(), userId, to: 'in' }
    const key = `membership:${group()}:${userId}`
    doc.getMap('entries').set(key, { ...entry, by, at: new Date().toISOString(), base: 1 })
    frames.push(frame(uint(0), uint(2), bytes(Y.encodeStateAsUpdate(doc))))
    doc.getMap('entries').delete(key)
    doc.getArray('comments').push([{ id: randomUUID(), by, at: new Date().toISOString(), text: 'Why?' }])
    frames.push(frame(uint(0), uint(2), bytes(Y.encodeStateAsUpdate(doc))))
    frames.push(frame(uint(0), uint(0), bytes(Y.encodeStateVector(doc))))
    const state = (encoder: encoding.Encoder) => encoding.writeVarString(encoder, '{"user":{"name":"Eve"}}')
    frames.push(frame(uint(1), bytes(frame(uint(1), uint(doc.clientID), uint(1), state))))
  }
  frames.push(frame(uint(3)), frame(uint(2), uint(0)))
  return frames
}
