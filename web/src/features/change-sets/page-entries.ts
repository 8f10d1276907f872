/**
 * The entries of a change set as its page shows them: what the local document holds, at once, enriched by
 * what the server knows of it (names, status, reason) as soon as that is here. Pure.
 */
import type { StagedChange } from '@muster/sync/staging/staged-change.ts'
import type { EntryRow } from '../../store/view-rows.ts'
import type { EntryReason } from '../../ui/words/reason-words.ts'

interface Named {
  id: string
  name: string
}

export interface PageEntry {
  key: string
  change: StagedChange
  op: 'add' | 'remove' | 'batch'
  /** Null for batches; the name is empty when nobody knows it any more. */
  group: Named | null
  subject: (Named & { detail: string | null }) | null
  /** The name is empty until it is known. */
  by: Named
  at: string
  state: 'ready' | 'no-op' | 'conflict'
  reason: EntryReason | null
  batch: NonNullable<EntryRow['batch']> | null
  /** Staged here and not at the server yet. */
  unsent: boolean
}

export interface LocalEntry {
  key: string
  change: StagedChange
  unsent: boolean
}

export interface Filter {
  /** Of whom; undefined for everyone. */
  by?: string | undefined
  state?: PageEntry['state'] | undefined
}

/** In the order of staging; entries that the server does not know yet count as ready. */
export function pageEntries(
  local: readonly LocalEntry[],
  known: readonly EntryRow[],
  nameOf: (userId: string) => string | undefined,
): PageEntry[] {
  const byKey = new Map(known.map((row) => [row.id, row]))
  return local.map(({ key, change, unsent }) => {
    const op = change.kind === 'batch' ? 'batch' : change.to === 'in' ? 'add' : 'remove'
    const found = byKey.get(key)
    // An entry that was turned round is judged anew: what the server said is of the old aim.
    const said = found?.op === op ? found : undefined
    const by = found?.by.id === change.by ? found.by.name : (nameOf(change.by) ?? '')
    const rows = change.kind === 'batch' ? change : undefined
    return {
      key,
      change,
      op,
      group: change.kind === 'batch' ? null : { id: change.groupId, name: found?.group?.name ?? '' },
      subject: change.kind === 'batch' ? null : subjectOf(change, found),
      by: { id: change.by, name: by },
      at: change.at,
      state: said?.state ?? 'ready',
      reason: said?.reason ?? null,
      batch:
        said?.batch ??
        (rows
          ? { of: rows.of, name: rows.name, count: rows.count, ready: rows.count, noop: 0, conflicts: 0 }
          : null),
      unsent,
    }
  })
}

function subjectOf(change: Exclude<StagedChange, { kind: 'batch' }>, found: EntryRow | undefined) {
  const id = change.kind === 'membership' ? change.userId : change.dashboardId
  const name = found?.subject?.name ?? ''
  return { id, name, detail: found?.subject?.detail ?? null }
}

/** The entries that a filter lets through. */
export function matching(entries: readonly PageEntry[], { by, state }: Filter): PageEntry[] {
  return entries.filter(
    (entry) => (by === undefined || entry.by.id === by) && (state === undefined || inState(entry, state)),
  )
}

/** A batch is in every state that one of its rows is in. */
function inState(entry: PageEntry, state: PageEntry['state']): boolean {
  if (!entry.batch) return entry.state === state
  const rows = { ready: entry.batch.ready, 'no-op': entry.batch.noop, conflict: entry.batch.conflicts }
  return rows[state] > 0
}

/** Who staged something, in the order of their first entry, me first. */
export function authorsOf(entries: readonly PageEntry[], me: string): (Named & { count: number })[] {
  const authors = new Map<string, Named & { count: number }>()
  for (const { by } of entries) {
    const known = authors.get(by.id)
    if (known) known.count += 1
    else authors.set(by.id, { ...by, count: 1 })
  }
  return [...authors.values()].sort((a, b) => Number(b.id === me) - Number(a.id === me))
}

/** Single changes by state, rows of batches too. */
export function countChanges(entries: readonly PageEntry[]): {
  ready: number
  noop: number
  conflicts: number
} {
  const counts = { ready: 0, noop: 0, conflicts: 0 }
  for (const { state, batch } of entries) {
    if (batch) {
      counts.ready += batch.ready
      counts.noop += batch.noop
      counts.conflicts += batch.conflicts
    } else if (state === 'ready') counts.ready += 1
    else if (state === 'no-op') counts.noop += 1
    else counts.conflicts += 1
  }
  return counts
}

export interface GroupBlock {
  groupId: string
  entries: PageEntry[]
}

/** By target group in the order of their first entry; batches apart. */
export function blocksOf(entries: readonly PageEntry[]): { blocks: GroupBlock[]; batches: PageEntry[] } {
  const blocks = new Map<string, GroupBlock>()
  const batches: PageEntry[] = []
  for (const entry of entries) {
    if (!entry.group) {
      batches.push(entry)
      continue
    }
    const block = blocks.get(entry.group.id)
    if (block) block.entries.push(entry)
    else blocks.set(entry.group.id, { groupId: entry.group.id, entries: [entry] })
  }
  return { blocks: [...blocks.values()], batches }
}
