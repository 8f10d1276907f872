import type { State } from '../model/state.ts'
import type { ChangeSetContent } from '../staging/change-set-content.ts'
import { entriesIn } from '../staging/scope.ts'
import type { Scope } from '../staging/staged-change.ts'
import { statusesOf } from '../staging/status.ts'

/** `entries` as people see them, a batch being one; the others count single changes, rows of batches too. */
export type EntryCounts = { entries: number; ready: number; noop: number; conflicts: number }

export function countEntries(state: State, content: ChangeSetContent, scope: Scope): EntryCounts {
  const statuses = statusesOf(state, content)
  const counts = { entries: 0, ready: 0, noop: 0, conflicts: 0 }
  for (const [key] of entriesIn(content, scope)) {
    const status = statuses.get(key)
    if (status === undefined) continue
    counts.entries++
    if (status.batch !== undefined) {
      counts.ready += status.batch.ready
      counts.noop += status.batch.noop
      counts.conflicts += status.batch.conflicts
    } else if (status.state === 'ready') counts.ready++
    else if (status.state === 'no-op') counts.noop++
    else counts.conflicts++
  }
  return counts
}
