import { z } from 'zod'
import type { ChangeSet } from '../model/entities.ts'
import type { State } from '../model/state.ts'
import type { ChangeSetContent } from '../staging/change-set-content.ts'
import { nameOf } from './attribution.ts'
import { mayChangeStatus } from './depends-on-status.ts'
import { countEntries, type EntryCounts } from './entry-counts.ts'
import type { View } from './view.ts'

export type ChangeSetRow = {
  id: string
  name: string
  kind: ChangeSet['kind']
  status: ChangeSet['status']
  /** Staged changes as people see them: a batch is one. `ready`, `noop` and `conflicts` count its rows. */
  entries: number
  ready: number
  noop: number
  conflicts: number
  /** Who staged something, in the order of their first entry. */
  stagers: { id: string; name: string }[]
  createdByName: string
  createdAt: string
  closedAt: string | null
  closedByName: string
}

const Args = z.strictObject({ status: z.enum(['open', 'closed']) })

/** The change sets: open ones with the Shared draft first, or closed ones, the last closed first. */
export const changeSetList: View<z.infer<typeof Args>, ChangeSetRow> = {
  name: 'changeSet.list',
  args: Args,
  requires: 'console',
  entity: 'changeSet',
  drafts: ({ status }) => (status === 'open' ? 'all' : []),
  compute({ state, contentOf }, { status }) {
    const isOpen = status === 'open'
    const sets = [...state.changeSets.values()].filter((set) => (set.status === 'open') === isOpen)
    sets.sort(isOpen ? draftThenOldest : lastClosed)
    return { meta: {}, rows: sets.map((set) => rowOf(state, set, isOpen ? contentOf(set.id) : undefined)) }
  },
  dependsOn: (touched, { status }) =>
    touched.changeSets.size > 0 ||
    touched.usersRenamed.size > 0 ||
    (status === 'open' && mayChangeStatus(touched)),
}

const NOTHING: EntryCounts = { entries: 0, ready: 0, noop: 0, conflicts: 0 }

function rowOf(state: State, set: ChangeSet, content: ChangeSetContent | undefined): ChangeSetRow {
  const { id, name, kind, status, createdAt, closedAt } = set
  const stagers = new Set(content?.entries.values().map((entry) => entry.by))
  return {
    id,
    name,
    kind,
    status,
    ...(content ? countEntries(state, content, { of: 'all' }) : NOTHING),
    stagers: [...stagers].map((userId) => ({ id: userId, name: nameOf(state, userId) })),
    createdByName: nameOf(state, set.createdBy),
    createdAt,
    closedAt,
    closedByName: nameOf(state, set.closedBy),
  }
}

function draftThenOldest(a: ChangeSet, b: ChangeSet): number {
  if (a.kind !== b.kind) return a.kind === 'draft' ? -1 : 1
  return compareText(a.createdAt, b.createdAt) || compareText(a.id, b.id)
}

function lastClosed(a: ChangeSet, b: ChangeSet): number {
  return compareText(b.closedAt ?? '', a.closedAt ?? '') || compareText(a.id, b.id)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
