/**
 * A group's slice of a change set as the page shows it: what the local document holds, at once, enriched
 * by what the server knows of it (names, status, reason) as soon as that is here. Pure.
 */
import type { StagedChange } from '@muster/sync/staging/staged-change.ts'
import type { EntryReason } from '../../ui/words/reason-words.ts'

export interface SliceEntry {
  key: string
  kind: 'membership' | 'share'
  op: 'add' | 'remove'
  subject: { id: string; name: string; detail: string | null }
  /** The name is empty until it is known. */
  by: { id: string; name: string }
  at: string
  state: 'ready' | 'no-op' | 'conflict'
  reason: EntryReason | null
  /** Staged here and not at the server yet. */
  unsent: boolean
}

interface LocalEntry {
  key: string
  change: StagedChange
  unsent: boolean
}

/** What the server says of an entry. */
interface KnownEntry {
  id: string
  op: 'add' | 'remove' | 'batch'
  subject: { id: string; name: string; detail: string | null } | null
  by: { id: string; name: string }
  state: 'ready' | 'no-op' | 'conflict'
  reason: EntryReason | null
}

export interface Names {
  /** A person or dashboard that this browser has seen. */
  subject(id: string): { name: string; detail: string | null } | undefined
  person(id: string): string | undefined
}

/** The entries of `groupId`, in the order of staging; entries the server does not know yet count as ready. */
export function sliceOf(
  groupId: string,
  local: readonly LocalEntry[],
  known: readonly KnownEntry[],
  names: Names,
): SliceEntry[] {
  const byKey = new Map(known.map((entry) => [entry.id, entry]))
  return local.flatMap(({ key, change, unsent }): SliceEntry[] => {
    if (change.kind === 'batch' || change.groupId !== groupId) return []
    const op = change.to === 'in' ? 'add' : 'remove'
    const found = byKey.get(key)
    // An entry that was turned round is judged anew: what the server said is of the old aim.
    const said = found?.op === op ? found : undefined
    const id = change.kind === 'membership' ? change.userId : change.dashboardId
    const subject = found?.subject ?? { id, ...(names.subject(id) ?? { name: '…', detail: null }) }
    const by = found?.by.id === change.by ? found.by.name : (names.person(change.by) ?? found?.by.name)
    return [
      {
        key,
        kind: change.kind,
        op,
        subject: { ...subject, id },
        by: { id: change.by, name: by ?? '' },
        at: change.at,
        state: said?.state ?? 'ready',
        reason: said?.reason ?? null,
        unsent,
      },
    ]
  })
}

/** How many entries would be saved, have nothing to do, or are in conflict. */
export function countStates(entries: readonly SliceEntry[]): {
  ready: number
  noop: number
  conflicts: number
} {
  const of = (state: SliceEntry['state']) => entries.filter((entry) => entry.state === state).length
  return { ready: of('ready'), noop: of('no-op'), conflicts: of('conflict') }
}
