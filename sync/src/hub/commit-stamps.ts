import type { Commit } from '../model/commit.ts'
import type { State } from '../model/state.ts'
import type { CommitStamp } from '../protocol/delta.ts'

/** A console that was long away is told the latest only: the names behind a highlight. */
const MAX_STAMPS = 50

/** Who and what is behind a delta (VW6), by the last commit of each, the latest last. */
export function stampsOf(commits: readonly Commit[], state: State): CommitStamp[] {
  const stamps = new Map<string, CommitStamp>()
  for (const { version, mutation, actorId, at } of commits) {
    const key = `${mutation} ${actorId}`
    const first = stamps.get(key)
    stamps.delete(key)
    const actorName = actorId === null ? null : (state.users.get(actorId)?.name ?? null)
    stamps.set(key, { version, mutation, actorId, actorName, at: first?.at ?? at })
  }
  return [...stamps.values()].slice(-MAX_STAMPS)
}
