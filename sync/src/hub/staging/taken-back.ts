import type { State } from '../../model/state.ts'
import type { Id } from '../../protocol/scalars.ts'
import type { StagedChange } from '../../staging/staged-change.ts'

type Entries = ReadonlyMap<string, StagedChange>

/** A staged change of the receiver that somebody took back, and what it was about, for the words. */
export interface TakenBack {
  change: StagedChange
  subject: string
  group: string
}

/** Names what was taken back; what is gone by now has no name. */
export function named(state: State, change: StagedChange): TakenBack {
  if (change.kind === 'batch') return { change, subject: change.name, group: '' }
  const subject =
    change.kind === 'membership' ? state.users.get(change.userId) : state.dashboards.get(change.dashboardId)
  return { change, subject: subject?.name ?? '', group: state.groups.get(change.groupId)?.name ?? '' }
}

/** What `actorId` took out of a change set that others had staged, by who had staged it. */
export function takenBack(before: Entries, after: Entries, actorId: Id): Map<Id, StagedChange[]> {
  const byStager = new Map<Id, StagedChange[]>()
  for (const [key, change] of before) {
    if (change.by === actorId || after.has(key)) continue
    byStager.set(change.by, [...(byStager.get(change.by) ?? []), change])
  }
  return byStager
}
