/**
 * What the panes of the change-set page share: the set, its entries, the filter, what is selected, and the
 * verbs. Owns no rows: entries are derived from the local document and the entries view.
 */
import {
  type Accessor,
  createContext,
  createMemo,
  createSignal,
  type ParentProps,
  useContext,
} from 'solid-js'
import { type OpenChangeSet, useChangeSet } from '../../store/change-set.ts'
import { useConnection } from '../../store/connection.tsx'
import { useMe } from '../../store/engine.tsx'
import { usePresence } from '../../store/here.tsx'
import { givenName } from '../../store/hue.ts'
import { useView } from '../../store/use-view.ts'
import type { ChangeSetRow } from '../../store/view-rows.ts'
import type { ImpactLine } from '../../ui/impact/impact-lines.ts'
import { announce } from '../../ui/live-announcer.tsx'
import { toast } from '../../ui/toast.tsx'
import { whatIsStaged } from './entry-words.ts'
import { type Filter, matching, type PageEntry, pageEntries } from './page-entries.ts'

/** An entry, or a line of the impact. */
export type Selected = { entry: PageEntry } | { line: ImpactLine } | undefined

export interface ChangeSetContext {
  row: Accessor<ChangeSetRow>
  set: Accessor<OpenChangeSet | undefined>
  /** The document is here and the server's word on it too, or is not to be had. */
  loaded: Accessor<boolean>
  entries: Accessor<readonly PageEntry[]>
  shown: Accessor<readonly PageEntry[]>
  filter: Accessor<Filter>
  setFilter(filter: Filter): void
  selected: Accessor<Selected>
  select(selected: Selected): void
  /** The last known name of a group, deleted ones too. */
  groupName(groupId: string): string
  nameOf(userId: string): string | undefined
  undo(entries: readonly PageEntry[]): void
  restage(entries: readonly PageEntry[], groupId?: string): void
  saving: Accessor<boolean>
  live: Accessor<boolean>
}

const Context = createContext<ChangeSetContext>()

export function ChangeSetProvider(props: ParentProps<{ row: ChangeSetRow; saving: boolean }>) {
  const me = useMe()
  const presence = usePresence()
  const connection = useConnection()
  const set = useChangeSet(() => props.row.id)
  const known = useView('changeSet.entries', () => ({ changeSetId: props.row.id, scope: { of: 'all' } }))
  const [filter, setFilter] = createSignal<Filter>({})
  const [selected, select] = createSignal<Selected>()

  const nameOf = (userId: string) =>
    userId === me.user.id
      ? me.user.name
      : (presence.elsewhere().find((one) => one.userId === userId)?.name ??
        known.meta?.people.find(({ id }) => id === userId)?.name)
  const entries = createMemo(() => pageEntries(set()?.entries ?? [], known.rows, nameOf))
  /** Names outlive their groups here, so that a conflict can say which group is gone. */
  const groupNames = createMemo((seen: ReadonlyMap<string, string>) => {
    const named = known.rows.flatMap(({ group }) => (group?.name ? [[group.id, group.name] as const] : []))
    return new Map([...seen, ...named])
  }, new Map<string, string>())

  function restage(which: readonly PageEntry[], groupId?: string): void {
    set()?.stage(
      which.flatMap(({ change: { by: _by, at: _at, base: _base, ...intent } }) => {
        // The rows of a batch are the server's: it must be imported again.
        if (intent.kind === 'batch') return []
        return groupId === undefined ? intent : { ...intent, groupId }
      }),
    )
  }

  function undo(which: readonly PageEntry[]): void {
    const [first] = which
    if (!first) return
    // Copies: the entries are a live store, and the toast outlives them.
    const taken = which.map((entry) => ({ ...entry, change: { ...entry.change } }))
    set()?.unstage(which.map(({ key }) => key))
    const one = which.length === 1
    announce(one ? `Took back ${whatIsStaged(first)}` : `Took back ${which.length} staged changes`)
    const others = which.filter(({ by }) => by.id !== me.user.id)
    const [other] = others
    if (!other) return
    const whose = other.by.name ? `${givenName(other.by.name)}’s` : 'an'
    toast({
      kind: 'staged',
      title: one
        ? `Took back ${whose} ${first.batch ? 'import' : first.op === 'add' ? 'addition' : 'removal'}`
        : `Took back ${which.length} staged changes`,
      ...(one ? { detail: `of ${first.batch?.name ?? first.subject?.name ?? ''}` } : {}),
      ...(one && first.batch ? {} : { action: { label: 'Stage again', run: () => restage(taken) } }),
    })
  }

  const context: ChangeSetContext = {
    row: () => props.row,
    set,
    loaded: () => (set()?.ready() ?? false) && (known.status !== 'loading' || connection.word() !== 'Live'),
    entries,
    shown: createMemo(() => matching(entries(), filter())),
    filter,
    setFilter,
    selected,
    select,
    groupName: (groupId) => groupNames().get(groupId) ?? '',
    nameOf,
    undo,
    restage,
    saving: () => props.saving,
    live: () => connection.word() === 'Live',
  }
  return <Context.Provider value={context}>{props.children}</Context.Provider>
}

export function useOpenSet(): ChangeSetContext {
  const context = useContext(Context)
  if (!context) throw new Error('Used outside of ChangeSetProvider')
  return context
}
