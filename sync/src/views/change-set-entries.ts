import { z } from 'zod'
import type { Named } from '../access/top-effects.ts'
import type { State } from '../model/state.ts'
import { Id } from '../protocol/scalars.ts'
import type { Reason, ReasonCode } from '../staging/reason.ts'
import { entriesIn } from '../staging/scope.ts'
import { type BatchOf, Scope, type StagedChange } from '../staging/staged-change.ts'
import { type EntryStatus, statusesOf } from '../staging/status.ts'
import { nameOf } from './attribution.ts'
import { mayChangeStatus } from './depends-on-status.ts'
import { countEntries } from './entry-counts.ts'
import { notFound } from './not-found.ts'
import type { View } from './view.ts'

export type EntryRow = {
  /** Key of the fact, as in the staging document. */
  id: string
  kind: StagedChange['kind']
  op: 'add' | 'remove' | 'batch'
  /** Null for batches; the name is empty when the group is gone for too long to be remembered. */
  group: Named | null
  /** The user or dashboard, with e-mail or slug; null for batches. */
  subject: { id: string; name: string; detail: string } | null
  by: Named
  at: string
  state: EntryStatus['state']
  reason: Reason | null
  batch: { of: BatchOf; name: string; count: number; ready: number; noop: number; conflicts: number } | null
}
/** `total` entries; the other numbers count single changes, rows of batches too. */
export type EntriesMeta = {
  total: number
  ready: number
  noop: number
  conflicts: number
  /** Who staged something in the scope or commented, with their names: they may be offline. */
  people: Named[]
}

const Args = z.strictObject({ changeSetId: Id, scope: Scope })

/** The staged changes of a change set, or of a page's part of it, each with its status (N6). */
export const changeSetEntries: View<z.infer<typeof Args>, EntryRow, EntriesMeta> = {
  name: 'changeSet.entries',
  args: Args,
  requires: 'console',
  drafts: ({ changeSetId }) => [changeSetId],
  compute({ state, contentOf }, { changeSetId, scope }) {
    const content = contentOf(changeSetId)
    if (content === undefined) return notFound('list of staged changes')
    const statuses = statusesOf(state, content)
    const rows: EntryRow[] = []
    for (const [key, entry] of entriesIn(content, scope)) {
      const status = statuses.get(key)
      if (status !== undefined) rows.push(rowOf(state, key, entry, status))
    }
    const { ready, noop, conflicts } = countEntries(state, content, scope)
    const authors = [...rows.map(({ by }) => by.id), ...content.comments.map(({ by }) => by)]
    const people = [...new Set(authors)].map((id) => ({ id, name: nameOf(state, id) }))
    return { meta: { total: rows.length, ready, noop, conflicts, people }, rows }
  },
  dependsOn: (touched, { changeSetId }) => touched.changeSets.has(changeSetId) || mayChangeStatus(touched),
}

function rowOf(state: State, key: string, entry: StagedChange, status: EntryStatus): EntryRow {
  const common = {
    id: key,
    kind: entry.kind,
    by: { id: entry.by, name: nameOf(state, entry.by) },
    at: entry.at,
    state: status.state,
    reason: status.reason,
  }
  if (entry.kind === 'batch') {
    const { ready = 0, noop = 0, conflicts = 0 } = status.batch ?? {}
    const batch = { of: entry.of, name: entry.name, count: entry.count, ready, noop, conflicts }
    return { ...common, op: 'batch', group: null, subject: null, batch }
  }
  const group = {
    id: entry.groupId,
    name: state.groups.get(entry.groupId)?.name ?? lost(status, 'group-gone'),
  }
  const op = entry.to === 'in' ? 'add' : 'remove'
  return { ...common, op, group, subject: subjectOf(state, entry, status), batch: null }
}

function subjectOf(
  state: State,
  entry: Exclude<StagedChange, { kind: 'batch' }>,
  status: EntryStatus,
): EntryRow['subject'] {
  if (entry.kind === 'membership') {
    const user = state.users.get(entry.userId)
    return { id: entry.userId, name: user?.name ?? lost(status, 'user-gone'), detail: user?.email ?? '' }
  }
  const dashboard = state.dashboards.get(entry.dashboardId)
  return {
    id: entry.dashboardId,
    name: dashboard?.name ?? lost(status, 'dashboard-gone'),
    detail: dashboard?.slug ?? '',
  }
}

/** The name of what is gone, where the log still tells. */
function lost({ reason }: EntryStatus, code: ReasonCode): string {
  return (reason?.code === code && reason.name) || ''
}
