import * as decoding from 'lib0/decoding'
import { expect, it } from 'vitest'
import { CLOSE } from '../../protocol/close-codes.ts'
import { HandHub } from '../../simulation/hand-hub.ts'
import { MESSAGE } from './frames.ts'

it('ST21 says the epoch of the document before anything of it, and before it asks for anything', async () => {
  const hand = new HandHub()
  const frames: Uint8Array[] = []
  hand.hub.staging.connect({
    organizationId: hand.organizationId,
    userId: hand.userId(0),
    sessionId: 'session',
    changeSetId: hand.changeSetId(),
    socket: { send: (bytes) => frames.push(bytes), close: () => {}, bufferedAmount: 0 },
  })
  await hand.clock.run(0)
  const [first = new Uint8Array(), second = new Uint8Array()] = frames
  const decoder = decoding.createDecoder(first)
  expect(decoding.readVarUint(decoder)).toBe(MESSAGE.epoch)
  expect(JSON.parse(decoding.readVarString(decoder))).toEqual({ epoch: 'memory-1' })
  expect(decoding.readVarUint(decoding.createDecoder(second))).toBe(MESSAGE.sync)
})

it('RC9 stores nothing that is staged into another history, and its consoles start over', async () => {
  const hand = new HandHub({ pollMs: 60_000 })
  const console = await hand.live()
  const staged = {
    organizationId: hand.organizationId,
    userId: hand.userId(0),
    changeSetId: hand.changeSetId(),
  }
  const member = (at: number) =>
    ({ kind: 'membership', groupId: hand.groupId(), userId: hand.userId(at), to: 'in' }) as const
  await hand.hub.staging.stage({ ...staged, changes: [member(4)] })
  hand.database.epoch = 'memory-2'
  const answer = await hand.hub.staging.stage({ ...staged, changes: [member(5)] })
  await hand.clock.run(0)
  expect(answer).toMatchObject({ kind: 'unavailable' })
  expect(console.closedWith).toBe(CLOSE.tryLater)
  expect(hand.database.stagedUpdates(hand.organizationId, hand.changeSetId())).toHaveLength(1)
})
