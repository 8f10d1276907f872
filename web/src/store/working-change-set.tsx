/**
 * Which change set I work in: what I stage goes there. Remembered per organization; the Shared draft when
 * nothing was chosen or the chosen one is no longer open. It stays open as long as the console does.
 */
import type { Id } from '@muster/sync/protocol/scalars.ts'
import { type Accessor, createContext, createSignal, type ParentProps, useContext } from 'solid-js'
import { countOf } from '../ui/format-count.ts'
import { toast } from '../ui/toast.tsx'
import { type OpenChangeSet, useChangeSet } from './change-set.ts'
import { useMe } from './engine.tsx'
import { useShortcuts } from './keys.ts'
import { useView } from './use-view.ts'
import type { ChangeSetRow } from './view-rows.ts'

export interface WorkingChangeSet {
  /** Its id; undefined until the list of change sets is here. */
  id: Accessor<Id | undefined>
  name: Accessor<string>
  row: Accessor<ChangeSetRow | undefined>
  /** All open change sets, the Shared draft first. */
  open: Accessor<readonly ChangeSetRow[]>
  choose(changeSetId: Id): void
  set: Accessor<OpenChangeSet | undefined>
}

const Context = createContext<WorkingChangeSet>()

export function WorkingChangeSetProvider(props: ParentProps) {
  const me = useMe()
  const chosenKey = `muster.working.${me.organization.id}`
  const draftKey = `muster.draft.${me.organization.id}`
  const [chosen, setChosen] = createSignal(localStorage.getItem(chosenKey))
  const list = useView('changeSet.list', () => ({ status: 'open' }))
  const row = () =>
    list.rows.find(({ id }) => id === chosen()) ?? list.rows.find(({ kind }) => kind === 'draft')
  const id = (): Id | undefined => {
    const known = row()?.id
    if (known) localStorage.setItem(draftKey, known)
    // Away from the server, what this browser holds is still there to read and to stage into.
    return known ?? (list.status === 'loading' ? (localStorage.getItem(draftKey) ?? undefined) : undefined)
  }
  const set = useChangeSet(id)
  useShortcuts({
    keys: 'u',
    does: 'Undo the last thing I staged',
    section: 'Staged changes',
    run: () => {
      const undone = set()?.undoLast() ?? 0
      if (undone === 0) return false
      toast({ kind: 'staged', title: `Took back ${countOf(undone, 'staged change')}` })
    },
  })
  const working: WorkingChangeSet = {
    id,
    name: () => row()?.name ?? 'Shared draft',
    row,
    open: () => list.rows,
    choose(changeSetId) {
      localStorage.setItem(chosenKey, changeSetId)
      setChosen(changeSetId)
    },
    set,
  }
  return <Context.Provider value={working}>{props.children}</Context.Provider>
}

/** The change set that I work in. */
export function useWorkingChangeSet(): WorkingChangeSet {
  const working = useContext(Context)
  if (!working) throw new Error('Used outside of WorkingChangeSetProvider')
  return working
}
