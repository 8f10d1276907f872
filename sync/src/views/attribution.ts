import type { Stamp, State } from '../model/state.ts'
import type { Id } from '../protocol/scalars.ts'

/** Who did something and when. `byName` is empty when the user is gone or the organization did it itself. */
export type Attribution = { at: string; byId: Id | null; byName: string }

/** A stamp with the name of its actor; null when the last touch is too long ago to be known. */
export function attributed(state: State, stamp: Stamp | undefined): Attribution | null {
  return stamp ? { at: stamp.at, byId: stamp.actorId, byName: nameOf(state, stamp.actorId) } : null
}

/** A user's name; empty for none. */
export function nameOf(state: State, userId: Id | null): string {
  return userId === null ? '' : (state.users.get(userId)?.name ?? '')
}
