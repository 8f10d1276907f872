/**
 * The console's connection as one union of states, changed only by `transition`: pure, so that every
 * path through a bad network can be tested. Holds no socket and no timer; `connection.ts` does.
 */
import { CLOSE, mayReconnect } from '../protocol/close-codes.ts'

/** Why a connection ended for good. */
export type EndReason = 'signed-out' | 'forbidden' | 'outdated' | 'stopped'

export type ConnectionState =
  | { kind: 'idle' }
  /** A socket is being opened or waits for its welcome. */
  | { kind: 'connecting'; since: number; attempt: number }
  | { kind: 'live'; since: number; attempt: number; connectionId: string }
  /** Comes back at `retryAt` by itself; null while the browser says that it is offline. */
  | { kind: 'waiting'; since: number; attempt: number; retryAt: number | null; code: number | null }
  | { kind: 'ended'; since: number; reason: EndReason; code: number | null }

export type ConnectionEvent =
  | { type: 'start' }
  | { type: 'stop' }
  | { type: 'welcomed'; connectionId: string }
  | { type: 'outdated' }
  /** The socket closed or was dropped. `random` (0 to 1) jitters the wait. */
  | { type: 'closed'; code: number | null; random: number }
  /** The wait is over, or a person does not want to wait. */
  | { type: 'retry' }
  | { type: 'offline' }
  | { type: 'online' }

/** A connection that lived this long starts over with short waits (CN7). */
export const STEADY_MS = 5_000
const FIRST_WAIT_MS = 250
/** While a node may just be starting again: who waits longer comes back long after it is there. */
const SHORT_WAIT_MS = 1_000
const SHORT_WAITS = 16
const LONGEST_WAIT_MS = 10_000

/** The state after an event at `now`; the same object when the event means nothing here (CN9). */
export function transition(state: ConnectionState, event: ConnectionEvent, now: number): ConnectionState {
  switch (event.type) {
    case 'start':
      return state.kind === 'idle' || state.kind === 'ended' ? connecting(now, 0) : state
    case 'stop':
      return state.kind === 'ended' ? state : { kind: 'ended', since: now, reason: 'stopped', code: null }
    case 'welcomed':
      if (state.kind !== 'connecting') return state
      return { kind: 'live', since: now, attempt: state.attempt, connectionId: event.connectionId }
    case 'outdated':
      if (state.kind === 'idle' || state.kind === 'ended') return state
      return { kind: 'ended', since: now, reason: 'outdated', code: CLOSE.outdated }
    case 'closed':
      return closed(state, event.code, event.random, now)
    case 'retry':
      return state.kind === 'waiting' ? connecting(now, state.attempt) : state
    case 'online':
      return state.kind === 'waiting' && state.retryAt === null ? connecting(now, 0) : state
    case 'offline':
      if (state.kind === 'idle' || state.kind === 'ended') return state
      if (state.kind === 'waiting' && state.retryAt === null) return state
      return { kind: 'waiting', since: now, attempt: 0, retryAt: null, code: null }
    default:
      return event satisfies never
  }
}

const connecting = (now: number, attempt: number): ConnectionState => ({
  kind: 'connecting',
  since: now,
  attempt,
})

function closed(state: ConnectionState, code: number | null, random: number, now: number): ConnectionState {
  if (state.kind !== 'connecting' && state.kind !== 'live') return state
  if (code !== null && !mayReconnect(code)) return { kind: 'ended', since: now, reason: reasonOf(code), code }
  const steady = state.kind === 'live' && now - state.since >= STEADY_MS
  const attempt = steady ? 0 : state.attempt
  const retryAt = now + waitOf(attempt, random)
  return { kind: 'waiting', since: now, attempt: attempt + 1, retryAt, code }
}

/**
 * Full jitter: anything up to a bound that doubles, is a second for about the time that a node takes to start again,
 * and doubles from there. See "Exponential Backoff And Jitter", AWS, 2015.
 */
export function waitOf(attempt: number, random: number): number {
  const short = Math.min(SHORT_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, SHORT_WAITS))
  const doublings = Math.min(Math.max(0, attempt + 1 - SHORT_WAITS), 16)
  return random * Math.min(LONGEST_WAIT_MS, short * 2 ** doublings)
}

function reasonOf(code: number): EndReason {
  if (code === CLOSE.unauthenticated) return 'signed-out'
  return code === CLOSE.outdated ? 'outdated' : 'forbidden'
}
