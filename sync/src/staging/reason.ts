import type { State } from '../model/state.ts'
import type { Id } from '../protocol/scalars.ts'

/**
 * Why a staged change is a no-op or a conflict. The words are the console's.
 * No-op: already-in, already-out, exists (a row of a file that is there), superseded (something staged
 * later aims at the same fact). Conflict: the others.
 */
export type ReasonCode =
  | 'already-in'
  | 'already-out'
  | 'exists'
  | 'superseded'
  | 'group-gone'
  | 'user-gone'
  | 'user-disabled'
  | 'dashboard-gone'
  | 'built-in'
  | 'name-taken'
  | 'not-allowed'

/** `by` and `at` say who made it so and when, as far as the organization remembers. */
export interface Reason {
  code: ReasonCode
  by?: { id: Id; name: string }
  at?: string
  /** The name of what stands in the way, or is gone. */
  name?: string
}

/** A reason that names the commit which last touched the fact. */
export function reasonFrom(state: State, code: ReasonCode, factKey: string, name?: string): Reason {
  const reason: Reason = name === undefined ? { code } : { code, name }
  const stamp = state.stampOf(factKey)
  if (!stamp) return reason
  reason.at = stamp.at
  if (name === undefined && stamp.name !== undefined) reason.name = stamp.name
  const actor = stamp.actorId === null ? undefined : state.users.get(stamp.actorId)
  if (actor) reason.by = { id: actor.id, name: actor.name }
  return reason
}
