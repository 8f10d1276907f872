import { randomUUID } from 'node:crypto'
import type { Hint } from '@muster/sync/hub/ports.ts'
import { expect, it } from 'vitest'
import { decodeHint, encodeHint, HintQueue } from './hint-queue.ts'

const organizationId = randomUUID()
const version = (number: number): Hint => ({ of: 'version', organizationId, version: number })

it('gathers what waits while a bunch is on its way, the newest per subject', async () => {
  const bunches: (readonly Hint[])[] = []
  const queue = new HintQueue(async (hints) => {
    bunches.push(hints)
  })
  const ended: Hint = { of: 'session-ended', sessionIds: ['a'] }
  await Promise.all([version(1), version(2), ended, version(3), { ...ended }].map((hint) => queue.add(hint)))
  expect(bunches).toEqual([[version(1)], [ended, version(3), ended]])
  await queue.add(version(4))
  expect(bunches.at(-1)).toEqual([version(4)])
})

it('cuts long lists of sessions into texts that fit', () => {
  const sessionIds = Array.from({ length: 100 }, () => randomUUID())
  const texts = encodeHint({ of: 'session-ended', sessionIds }, 1_000)
  expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(1_000)
  const heard = texts.flatMap((text) => {
    const hint = decodeHint(text)
    return hint?.of === 'session-ended' ? hint.sessionIds : []
  })
  expect(heard).toEqual(sessionIds)
})

it('hears nothing in texts that are no hints', () => {
  for (const text of [undefined, '', '{', '{"of":"other"}', '{"of":"version","organizationId":7}']) {
    expect(decodeHint(text)).toBeUndefined()
  }
})
