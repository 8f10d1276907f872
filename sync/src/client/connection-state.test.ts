import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CLOSE, mayReconnect } from '../protocol/close-codes.ts'
import {
  type ConnectionEvent,
  type ConnectionState,
  STEADY_MS,
  transition,
  waitOf,
} from './connection-state.ts'

const connecting: ConnectionState = { kind: 'connecting', since: 0, attempt: 0 }
const live: ConnectionState = { kind: 'live', since: 0, attempt: 3, connectionId: 'c' }
const closed = (code: number | null): ConnectionEvent => ({ type: 'closed', code, random: 0.5 })

it('CN6 ends for good on 4401, 4403 and 4426, and comes back after every other code', () => {
  const endings = [CLOSE.unauthenticated, CLOSE.forbidden, CLOSE.outdated].map((code) =>
    transition(live, closed(code), 1),
  )
  expect(endings.map((state) => state.kind === 'ended' && state.reason)).toEqual([
    'signed-out',
    'forbidden',
    'outdated',
  ])
  expect(mayReconnect(CLOSE.closed)).toBe(false)
  for (const code of [null, 1000, 1001, 1006, CLOSE.policy, CLOSE.tryLater])
    expect(transition(live, closed(code), 1).kind).toBe('waiting')
})

it('CN7 waits up to a bound that doubles from 250 ms to a second, and later on to 10 s', () => {
  expect([0, 1, 2, 5, 15, 16, 18, 19, 40].map((attempt) => waitOf(attempt, 1))).toEqual([
    250, 500, 1000, 1000, 1000, 2000, 8000, 10_000, 10_000,
  ])
  expect(waitOf(6, 0)).toBe(0)
})

it('CN7 begins with short waits again after a steady connection only', () => {
  expect(transition(live, closed(1006), STEADY_MS)).toMatchObject({ attempt: 1, retryAt: STEADY_MS + 125 })
  expect(transition(live, closed(1006), STEADY_MS - 1)).toMatchObject({ attempt: 4 })
})

it('CN7 comes back at once when asked to', () => {
  const waiting = transition(live, closed(1006), 10)
  expect(transition(waiting, { type: 'retry' }, 11)).toEqual({ kind: 'connecting', since: 11, attempt: 4 })
})

it('CN11 makes no attempts while offline and says so', () => {
  const offline = transition(live, { type: 'offline' }, 10)
  expect(offline).toMatchObject({ kind: 'waiting', retryAt: null })
  expect(transition(offline, { type: 'online' }, 20)).toEqual({ kind: 'connecting', since: 20, attempt: 0 })
})

const events = fc.oneof(
  fc.constantFrom<ConnectionEvent>(
    { type: 'start' },
    { type: 'stop' },
    { type: 'welcomed', connectionId: 'c' },
    { type: 'outdated' },
    { type: 'retry' },
    { type: 'offline' },
    { type: 'online' },
  ),
  fc.constantFrom(1000, 1006, 1013, 4401, 4403, 4426).map(closed),
)

it('CN9 leaves a state as it is when an event means nothing in it, and an end is left by start only', () => {
  expect(transition(connecting, { type: 'retry' }, 1)).toBe(connecting)
  expect(transition({ kind: 'idle' }, closed(1006), 1)).toEqual({ kind: 'idle' })
  fc.assert(
    fc.property(fc.array(events, { maxLength: 30 }), (run) => {
      let state: ConnectionState = { kind: 'idle' }
      for (const [now, event] of run.entries()) {
        const next = transition(state, event, now)
        if (state.kind === 'ended' && event.type !== 'start') expect(next).toBe(state)
        if (next.kind === 'live' && next !== state) expect(state.kind).toBe('connecting')
        state = next
      }
    }),
  )
})
