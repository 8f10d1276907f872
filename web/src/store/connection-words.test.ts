import type { ConnectionState } from '@muster/sync/client/connection-state.ts'
import { expect, it } from 'vitest'
import { connectionWord } from './connection-words.ts'

const waiting = (retryAt: number | null): ConnectionState => ({
  kind: 'waiting',
  since: 0,
  attempt: 1,
  retryAt,
  code: null,
})

it('says Live through a cut shorter than 2 s, Reconnecting after it', () => {
  expect(connectionWord({ kind: 'live', since: 0, attempt: 0, connectionId: 'c' }, undefined)).toBe('Live')
  expect(connectionWord(waiting(5), 1_999)).toBe('Live')
  expect(connectionWord(waiting(5), 2_000)).toBe('Reconnecting')
  expect(connectionWord({ kind: 'connecting', since: 0, attempt: 2 }, 9_000)).toBe('Reconnecting')
})

it('says Reconnecting before the first connection', () => {
  expect(connectionWord({ kind: 'connecting', since: 0, attempt: 0 }, undefined)).toBe('Reconnecting')
})

it('says Offline when the browser is offline or the connection ended', () => {
  expect(connectionWord(waiting(null), 5_000)).toBe('Offline')
  expect(connectionWord({ kind: 'ended', since: 0, reason: 'stopped', code: null }, 10)).toBe('Offline')
})
