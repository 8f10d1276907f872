/** The connection in the three words that the console uses. Pure: time is passed in. */
import type { ConnectionState } from '@muster/sync/client/connection-state.ts'

export type ConnectionWord = 'Live' | 'Reconnecting' | 'Offline'

/** A cut shorter than this is not worth a word. */
export const QUIET_CUT_MS = 2_000

/** What to say of a state, `lostFor` ms after the connection was last live; undefined: never was yet. */
export function connectionWord(state: ConnectionState, lostFor: number | undefined): ConnectionWord {
  if (state.kind === 'live') return 'Live'
  if (lostFor !== undefined && lostFor < QUIET_CUT_MS && state.kind !== 'ended') return 'Live'
  if (state.kind === 'ended' || (state.kind === 'waiting' && state.retryAt === null)) return 'Offline'
  return 'Reconnecting'
}
