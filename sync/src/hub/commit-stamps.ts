import type { Commit } from '../model/commit.ts'
import type { State } from '../model/state.ts'
import type { CommitStamp } from '../protocol/delta.ts'

/** A console that was long away is told the latest commits only: the names behind a highlight. */
const MAX_STAMPS = 50

/** Who and what is behind a delta (VW6), the latest last. */
export function stampsOf(commits: readonly Commit[], state: State): CommitStamp[] {
  return commits.slice(-MAX_STAMPS).map(({ version, mutationId, mutation, actorId, at }) => ({
    version,
    mutationId,
    mutation,
    actorId,
    actorName: actorId === null ? null : (state.users.get(actorId)?.name ?? null),
    at,
  }))
}
