/** Which rows of a table are selected: one by one, the page, or all that match. */
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js'
import { formatCount } from '../format-count.ts'
import { announce } from '../live-announcer.tsx'
import { toast } from '../toast.tsx'
import type { DataTableProps } from './data-table.tsx'
import { MOST_ROWS } from './read-every-row.ts'
import { keepSelected, NOTHING_SELECTED, selectRange, togglePage, toggleRow } from './row-selection.ts'

export interface TableSelection {
  selected: Accessor<ReadonlySet<string>>
  /** Rows of this page that have a checkbox. */
  pickableIds: Accessor<readonly string[]>
  pick(id: string, range: boolean): void
  clear(): void
  togglePage(): void
  /** How much of this page is selected. */
  page(): { all: boolean; some: boolean }
  /** How many can be selected beyond this page, once all of it is. */
  more(): number | undefined
  reading: Accessor<boolean>
  selectEvery(): Promise<void>
}

/** The table whose selection the bulk bar is about: selecting in one table clears the others. */
const [selecting, setSelecting] = createSignal<symbol>()

export function useRowSelection<R extends { id: string }>(props: DataTableProps<R>): TableSelection {
  const [selection, setSelection] = createSignal(NOTHING_SELECTED)
  const [reading, setReading] = createSignal(false)
  const selected = () => selection().ids
  const clear = () => void setSelection(NOTHING_SELECTED)
  const live = createMemo(() => props.list.slots.filter((slot) => slot.mark?.kind !== 'removed'))
  const pickableIds = createMemo(() =>
    props.pickable ? live().flatMap((slot) => (props.pickable?.(slot.row as R) ? [slot.id] : [])) : [],
  )

  const self = Symbol(props.caption)
  createEffect(() => props.list.engage('selection', selected().size > 0))
  createEffect(() => selected().size > 0 && setSelecting(self))
  createEffect(on(selecting, (table) => table !== self && clear(), { defer: true }))
  // Rows that others removed leave the selection with their checkbox.
  createEffect(() => {
    const gone = new Set(
      props.list.slots.filter((slot) => slot.mark?.kind === 'removed').map((slot) => slot.id),
    )
    if (gone.size > 0) setSelection((now) => keepSelected(now, (id) => !gone.has(id)))
  })

  const page = () => {
    const ids = pickableIds()
    const on = ids.filter((id) => selected().has(id)).length
    return { all: ids.length > 0 && on === ids.length, some: on > 0 && on < ids.length }
  }
  const total = () =>
    Math.min(MOST_ROWS, props.pickableTotal ?? props.list.total() - (live().length - pickableIds().length))

  return {
    selected,
    pickableIds,
    pick(id, range) {
      if (!pickableIds().includes(id)) return
      setSelection((now) => (range ? selectRange(now, id, pickableIds()) : toggleRow(now, id)))
    },
    clear,
    togglePage: () => void setSelection((now) => togglePage(now, pickableIds())),
    page,
    more: () =>
      page().all && pickableIds().length < total() && selected().size < total() ? total() : undefined,
    reading,
    async selectEvery() {
      setReading(true)
      const rows = await props.list.every()
      setReading(false)
      if (!rows)
        return void toast({
          kind: 'warn',
          title: `Not all ${props.words.many} could be read`,
          detail: 'Try again in a moment.',
        })
      const ids = rows.filter((row) => props.pickable?.(row)).map(({ id }) => id)
      setSelection({ ids: new Set(ids), anchor: null })
      announce(`${formatCount(ids.length)} ${props.words.many} selected`)
    },
  }
}
