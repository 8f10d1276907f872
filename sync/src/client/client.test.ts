import { expect, it } from 'vitest'
import { CLOSE } from '../protocol/close-codes.ts'
import type { Down } from '../protocol/down.ts'
import type { Up } from '../protocol/up.ts'
import { PROTOCOL_VERSION } from '../protocol/version.ts'
import type { ViewResult } from '../protocol/view-result.ts'
import { FakeClock } from '../simulation/fake-clock.ts'
import { Random } from '../simulation/random.ts'
import { Client } from './client.ts'
import { PING_AFTER_MS, SILENCE_MS } from './connection.ts'
import type { SocketLike } from './socket-like.ts'
import type { ResultInfo } from './subscriptions.ts'

const id = (at: number) => `00000000-0000-4000-8000-00000000000${at}`
const at = '2026-01-01T00:00:00.000Z'
const page = {
  rows: [
    { id: id(1), name: 'North' },
    { id: id(2), name: 'South' },
  ],
  meta: { total: 2 },
}

/** A client and the node's end of its sockets, in the test's hand. */
class Bench {
  readonly clock = new FakeClock(new Random(1))
  readonly sockets: (SocketLike & { sent: Up[]; isClosed: boolean })[] = []
  readonly client: Client
  readonly results: [ViewResult, ResultInfo][] = []

  constructor() {
    this.client = new Client({
      url: '/sync',
      world: this.clock,
      clientId: 'tab',
      open: () => {
        const sent: Up[] = []
        const socket = {
          sent,
          isClosed: false,
          send: (text: string) => sent.push(JSON.parse(text)),
          close: () => {
            socket.isClosed = true
          },
          onopen: null,
          onmessage: null,
          onclose: null,
        }
        this.sockets.push(socket)
        return socket
      },
    })
    this.client.start()
  }

  get socket() {
    const socket = this.sockets.at(-1)
    if (!socket) throw new Error('No socket')
    return socket
  }

  down(...frames: Down[]): void {
    for (const frame of frames) this.socket.onmessage?.({ data: JSON.stringify(frame) } as never)
  }

  live(epoch = 'e1', version = 0): void {
    this.socket.onopen?.({} as never)
    const [organizationId, userId] = [id(8), id(9)]
    this.down({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      epoch,
      organizationId,
      userId,
      connectionId: 'c',
      version,
      now: at,
    })
  }

  async cut(code = 1006): Promise<void> {
    this.socket.onclose?.({ code } as never)
    await this.clock.run(300)
  }

  list() {
    return this.client.subscribe(
      'group.list',
      { search: '' },
      { onResult: (result, info) => this.results.push([result, info]) },
    )
  }

  sent(type: Up['type']): Up[] {
    return this.socket.sent.filter((frame) => frame.type === type)
  }
}

const snapshot = (subscriptionId: number, result: ViewResult = page): Down => ({
  type: 'snapshot',
  subscriptionId,
  channel: 5,
  at: 3,
  result,
})
const delta = (from: number, to: number, more: object): Down => ({
  type: 'delta',
  commits: [],
  views: [{ channel: 5, from, to, ...more }],
})

it('CN2 ends as outdated when told to reload, and does not come back', async () => {
  const bench = new Bench()
  bench.socket.onopen?.({} as never)
  bench.down({ type: 'reload', protocol: PROTOCOL_VERSION + 1 })
  await bench.clock.run(60_000)
  expect(bench.client.connection).toMatchObject({ kind: 'ended', reason: 'outdated' })
  expect(bench.sockets).toHaveLength(1)
})

it('CN5 drops a socket that does not answer a ping, and comes back', async () => {
  const bench = new Bench()
  bench.live()
  await bench.clock.run(PING_AFTER_MS)
  expect(bench.sent('ping')).toHaveLength(1)
  bench.down({ type: 'pong' })
  await bench.clock.run(PING_AFTER_MS + SILENCE_MS + 300)
  expect(bench.sockets[0]?.isClosed).toBe(true)
  expect(bench.sockets).toHaveLength(2)
})

it('CN5 finds a dead socket although the clock of the console was set back', async () => {
  const bench = new Bench()
  bench.live()
  await bench.clock.run(1_000)
  bench.clock.set(-24 * 3_600_000)
  await bench.clock.run(2 * PING_AFTER_MS + SILENCE_MS + 300)
  expect(bench.sockets[0]?.isClosed).toBe(true)
  expect(bench.sockets).toHaveLength(2)
})

it('CN7 comes back by itself after a cut, and resumes what it holds', async () => {
  const bench = new Bench()
  bench.list()
  bench.live()
  bench.down(snapshot(1))
  await bench.cut()
  bench.live()
  expect(bench.sent('subscribe')).toMatchObject([{ view: 'group.list', have: { epoch: 'e1', at: 3 } }])
})

it('SB8 keeps one subscription for all listeners until 5 s after the last one closed', async () => {
  const bench = new Bench()
  bench.live()
  const [one, two] = [bench.list(), bench.list()]
  expect(bench.sent('subscribe')).toHaveLength(1)
  one.close()
  two.close()
  await bench.clock.run(4_000)
  const three = bench.list()
  await bench.clock.run(4_000)
  expect([bench.sent('subscribe').length, bench.sent('unsubscribe').length]).toEqual([1, 0])
  three.close()
  await bench.clock.run(5_000)
  expect(bench.sent('unsubscribe')).toHaveLength(1)
})

it('SB9 gives a late listener the present result at once', () => {
  const bench = new Bench()
  bench.live()
  bench.list()
  bench.down(snapshot(1))
  bench.results.length = 0
  bench.list()
  expect(bench.results).toMatchObject([[page, { from: 'snapshot' }]])
})

it('VW4 asks again when a delta does not begin where it stands', () => {
  const bench = new Bench()
  bench.live()
  bench.list()
  bench.down(snapshot(1), delta(4, 5, { set: [{ at: 0, fields: { name: 'Never' } }] }))
  expect(bench.sent('unsubscribe')).toEqual([{ type: 'unsubscribe', subscriptionId: 1 }])
  expect(bench.sent('subscribe').at(-1)).toEqual({
    type: 'subscribe',
    subscriptionId: 2,
    view: 'group.list',
    args: { search: '' },
  })
  bench.down(delta(3, 5, { set: [{ at: 0, fields: { name: 'Never' } }] }))
  expect(bench.results.map(([result]) => result)).toEqual([page])
})

it('VW4 asks again when a delta orders a row that is not there', () => {
  const bench = new Bench()
  bench.live()
  bench.list()
  bench.down(snapshot(1), delta(3, 4, { insert: [{ at: 0, rows: [id(7)] }] }))
  expect(bench.sent('subscribe')).toHaveLength(2)
})

it('VW7 never changes a result that was handed out, and shares unchanged rows', () => {
  const bench = new Bench()
  bench.live()
  bench.list()
  bench.down(
    snapshot(1),
    delta(3, 4, { set: [{ at: 0, fields: { name: 'Northern' } }] }),
    snapshot(1, { ...page }),
  )
  const [[first], [second], [third]] = bench.results as [
    [ViewResult, ResultInfo],
    [ViewResult, ResultInfo],
    [ViewResult, ResultInfo],
  ]
  expect(first).toEqual(page)
  expect(second.rows[0]).toEqual({ id: id(1), name: 'Northern' })
  expect(second.rows[1]).toBe(first.rows[1])
  expect(second.meta).toBe(first.meta)
  expect(third.rows[1]).toBe(second.rows[1])
})

it('RC4 drops its rows when it meets another epoch', async () => {
  const bench = new Bench()
  bench.list()
  bench.live()
  bench.down(snapshot(1))
  await bench.cut()
  bench.live('e2')
  expect(bench.sent('subscribe')).toEqual([
    { type: 'subscribe', subscriptionId: 2, view: 'group.list', args: { search: '' } },
  ])
})

it('RC5 sends unanswered mutations again with the same id, in order, after the subscriptions', async () => {
  const bench = new Bench()
  bench.list()
  const answers = [1, 2].map((at) =>
    bench.client.mutate('group.rename', { groupId: id(at), name: `N${at}` }, { mutationId: id(at) }),
  )
  bench.live()
  await bench.cut()
  bench.live()
  expect(bench.socket.sent.map((frame) => (frame.type === 'mutate' ? frame.mutationId : frame.type))).toEqual(
    ['hello', 'subscribe', id(1), id(2)],
  )
  bench.down({ type: 'committed', mutationId: id(1), version: 7, result: null })
  expect(await answers[0]).toEqual({ version: 7, result: null })
  expect(bench.client.unanswered).toBe(1)
})

it('CN6 leaves no rows behind when the right is gone', async () => {
  const bench = new Bench()
  const problems: string[] = []
  bench.client.subscribe(
    'group.list',
    { search: '' },
    { onResult() {}, onProblem: ({ kind }) => problems.push(kind) },
  )
  bench.live()
  bench.down(snapshot(1))
  await bench.cut(CLOSE.forbidden)
  expect(problems).toEqual(['forbidden'])
  expect([...bench.client.confirmed()].map(({ result }) => result)).toEqual([undefined])
})

it('OV1 shows what a mutation surely does at once, and takes it back when it is rejected', () => {
  const bench = new Bench()
  bench.live()
  bench.list()
  bench.down(snapshot(1))
  void bench.client.mutate('group.rename', { groupId: id(1), name: 'Nord' }, { mutationId: id(3) })
  expect(bench.results.at(-1)).toMatchObject([
    { rows: [{ name: 'Nord' }, { name: 'South' }] },
    { from: 'overlay' },
  ])
  const problem = {
    type: 'urn:muster:problem:conflict',
    kind: 'conflict',
    status: 409,
    title: 'Taken',
  } as const
  bench.down({ type: 'rejected', mutationId: id(3), problem })
  expect(bench.results.at(-1)).toMatchObject([page, { from: 'overlay' }])
})

it('OV2 lets the confirmed row replace it without another redraw', () => {
  const bench = new Bench()
  bench.live()
  bench.list()
  bench.down(snapshot(1))
  void bench.client.mutate('group.rename', { groupId: id(1), name: 'Nord' }, { mutationId: id(3) })
  const shown = bench.results.length
  bench.down(delta(3, 4, { set: [{ at: 0, fields: { name: 'Nord' } }] }), {
    type: 'committed',
    mutationId: id(3),
    version: 4,
    result: null,
  })
  expect(bench.results).toHaveLength(shown)
})
