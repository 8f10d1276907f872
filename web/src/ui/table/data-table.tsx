/**
 * The console's table of live rows. Owns selection, the row cursor and the row menu; the rows and their
 * calm belong to the list (`useCalmRows`), what can be done with them to the page. One tab stop: the
 * cursor row, then its menu.
 */
import './data-table.css'
import { createEffect, createMemo, createSignal, For, type JSX, on, onCleanup, Show } from 'solid-js'
import { useMe } from '../../store/engine.tsx'
import { usePlace, usePresence } from '../../store/here.tsx'
import { restingHue } from '../../store/hue.ts'
import { singleKeysOff, useShortcuts } from '../../store/keys.ts'
import { Checkbox } from '../checkbox.tsx'
import { ErrorState } from '../error-state.tsx'
import { announce } from '../live-announcer.tsx'
import { type MenuEntry, menuAnchor, openMenu } from '../menu.tsx'
import { BulkBar } from './bulk-bar.tsx'
import type { Column, Sort } from './column.ts'
import type { Holder } from './holder.ts'
import type { ListWords } from './mark-words.ts'
import { Pager } from './pager.tsx'
import { keepSelected, NOTHING_SELECTED, selectRange, togglePage, toggleRow } from './row-selection.ts'
import { SortHead } from './sort-head.tsx'
import { spokenMarks } from './spoken-marks.ts'
import type { StagedMark } from './staged-words.ts'
import { TableRow } from './table-row.tsx'
import { SkeletonRows } from './table-skeleton.tsx'
import type { CalmList } from './use-calm-rows.ts'

export interface DataTableProps<R> {
  /** What it lists, for readers: "Members of Sales EMEA". */
  caption: string
  list: CalmList<R, object>
  columns: readonly Column<R>[]
  /** The column that has room for the words of marks and staging; the name cell otherwise. */
  marksIn?: string
  rowName(row: R): string
  words: ListWords
  sort: Sort
  onSort?: ((sort: Sort) => void) | undefined
  onPage(page: number): void
  onPageSize?: (size: number) => void
  sizes?: readonly number[]
  /** Which rows have a checkbox. Absent: none, and no column for it. */
  pickable?: ((row: R) => boolean) | undefined
  /** Verbs of the bulk bar for the selected rows. */
  bulk?: (ids: readonly string[], clear: () => void) => JSX.Element
  /** The row's menu. Absent: no column for it; an empty list: none for this row. */
  actions?: ((row: R) => readonly MenuEntry[]) | undefined
  onOpen?: (row: R) => void
  staged?: (row: R) => StagedMark | null
  saving?: (row: R) => boolean
  /** Who else selects or edits a row. Default: those whose console says so on this page. */
  holders?: (rowId: string) => readonly Holder[]
  /** j, k, x and . work from anywhere on the page. One table per page. */
  pageKeys?: boolean
  /** What stands in place of rows when there are none. */
  empty: JSX.Element
  /** An open row under the head, e.g. for adding in place. */
  openRow?: JSX.Element
  /** What did not load and what is safe. */
  failed?: { title: string; safe: string }
  /** Focus goes there when the focused row was the last one. */
  headingId?: string
  class?: string
}

/** The table whose selection the bulk bar is about: selecting in one table clears the others. */
const [selecting, setSelecting] = createSignal<symbol>()

export function DataTable<R>(props: DataTableProps<R>) {
  const me = useMe().user.id
  const presence = usePresence()
  const [selection, setSelection] = createSignal(NOTHING_SELECTED)
  const [cursorId, setCursorId] = createSignal<string>()
  let body: HTMLTableSectionElement | undefined
  let hadFocus = false

  const live = createMemo(() => props.list.slots.filter((slot) => slot.mark?.kind !== 'removed'))
  const pickableIds = createMemo(() =>
    props.pickable ? live().flatMap((slot) => (props.pickable?.(slot.row as R) ? [slot.id] : [])) : [],
  )
  const selected = () => selection().ids
  const cursor = createMemo(() => {
    const id = cursorId()
    return props.list.slots.some((slot) => slot.id === id) ? id : props.list.slots[0]?.id
  })
  const columnCount = () => props.columns.length + (props.pickable ? 1 : 0) + (props.actions ? 1 : 0)
  const rowElement = (id: string | undefined) =>
    id === undefined ? undefined : body?.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(id)}"]`)
  const slotOf = (id: string | undefined) => props.list.slots.find((slot) => slot.id === id)
  const clear = () => setSelection(NOTHING_SELECTED)

  const self = Symbol(props.caption)
  createEffect(() => props.list.engage('selection', selected().size > 0))
  createEffect(() => selected().size > 0 && setSelecting(self))
  createEffect(on(selecting, (table) => table !== self && clear(), { defer: true }))
  createEffect(() => {
    const anchor = menuAnchor()
    props.list.engage('menu', anchor !== undefined && (body?.contains(anchor) ?? false))
  })
  usePlace(() => {
    const row = [...selected()].at(-1)
    return row === undefined ? undefined : { row, doing: 'selecting' }
  })
  // Rows that others removed leave the selection with their checkbox.
  createEffect(() => {
    const gone = new Set(
      props.list.slots.filter((slot) => slot.mark?.kind === 'removed').map((slot) => slot.id),
    )
    if (gone.size > 0) setSelection((now) => keepSelected(now, (id) => !gone.has(id)))
  })
  // What others did is said once, politely, when its mark appears.
  let saidUntil = 0
  createEffect(() => {
    const marks = props.list.slots.flatMap((slot) =>
      slot.mark && slot.mark.at > saidUntil ? [{ ...slot.mark }] : [],
    )
    if (marks.length === 0) return
    saidUntil = Math.max(...marks.map((mark) => mark.at))
    for (const sentence of spokenMarks(marks, props.words, me)) announce(sentence)
  })
  // The page under the reader can cease to exist: the last one takes its place.
  createEffect(() => {
    const last = Math.max(0, Math.ceil(props.list.total() / props.list.pageSize()) - 1)
    const empty = props.list.status() === 'ready' && !props.list.stale() && props.list.slots.length === 0
    if (empty && props.list.page() > last) props.onPage(last)
  })
  // Focus that stood on a row which collapsed goes to the row now in its place, then to the heading.
  createEffect(
    on(
      () => props.list.slots.map((slot) => slot.id),
      (ids, before) => {
        if (!hadFocus || !before || document.activeElement !== document.body) return
        const at = before.indexOf(cursorId() ?? '')
        const next = ids[Math.min(Math.max(at, 0), ids.length - 1)]
        if (next !== undefined) moveTo(next)
        else document.getElementById(props.headingId ?? '')?.focus()
      },
    ),
  )
  onCleanup(() => {
    for (const why of ['pointer', 'focus', 'selection', 'menu'] as const) props.list.engage(why, false)
  })

  function moveTo(id: string): void {
    setCursorId(id)
    rowElement(id)?.focus()
  }
  function step(by: number): void {
    const ids = props.list.slots.map((slot) => slot.id)
    const inside = body?.contains(document.activeElement) ?? false
    const at = ids.indexOf(cursor() ?? '')
    const next = ids[inside ? Math.min(Math.max(at + by, 0), ids.length - 1) : at]
    if (next !== undefined) moveTo(next)
  }
  function pick(id: string, range: boolean): void {
    if (!pickableIds().includes(id)) return
    setCursorId(id)
    setSelection((now) => (range ? selectRange(now, id, pickableIds()) : toggleRow(now, id)))
  }
  function openRowMenu(id: string, at?: { x: number; y: number }): boolean {
    const slot = slotOf(id)
    const items = () => (slot ? (props.actions?.(slot.row as R) ?? []) : [])
    const anchor = at ?? rowElement(id)?.querySelector<HTMLElement>('.row-menu')
    if (!slot || slot.mark?.kind === 'removed' || !anchor || items().length === 0) return false
    setCursorId(id)
    openMenu(anchor, `Actions for ${props.rowName(slot.row as R)}`, items, at ? 'bottom-start' : 'bottom-end')
    return true
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('tr[data-row]') : null
    const id = row?.dataset.row
    if (!row || id === undefined || event.metaKey || event.ctrlKey || event.altKey) return
    const onRow = event.target === row
    const letters = !singleKeysOff()
    const key = event.key
    let done = true
    if (key === 'ArrowDown' || (letters && key === 'j')) step(1)
    else if (key === 'ArrowUp' || (letters && key === 'k')) step(-1)
    else if (onRow && key === 'Home') step(-Infinity)
    else if (onRow && key === 'End') step(Infinity)
    else if (onRow && key === 'Enter') openRow(id)
    else if (onRow && key === ' ') pick(id, event.shiftKey)
    else if (letters && key.toLowerCase() === 'x') pick(id, event.shiftKey)
    else if ((letters && key === '.') || key === 'ContextMenu' || (key === 'F10' && event.shiftKey))
      openRowMenu(id)
    else if (key === 'Escape' && selected().size > 0) clear()
    else done = false
    if (!done) return
    event.preventDefault()
    event.stopPropagation()
  }
  function openRow(id: string): void {
    const slot = slotOf(id)
    if (slot && slot.mark?.kind !== 'removed') props.onOpen?.(slot.row as R)
  }
  function onContextMenu(event: MouseEvent): void {
    const row = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('tr[data-row]') : null
    const id = row?.dataset.row
    if (!row || id === undefined) return
    if (event instanceof PointerEvent && event.pointerType === 'touch') {
      event.preventDefault()
      pick(id, false)
      return
    }
    if (event.target instanceof Element && event.target.closest('a[href], input')) return
    if (openRowMenu(id, { x: event.clientX, y: event.clientY })) event.preventDefault()
  }
  /** On touch, once something is selected, a tap anywhere on a row selects it too. */
  function onClick(event: MouseEvent): void {
    if (!(event instanceof PointerEvent) || event.pointerType !== 'touch' || selected().size === 0) return
    if (!(event.target instanceof HTMLElement) || event.target.closest('a, button, input')) return
    const id = event.target.closest<HTMLElement>('tr[data-row]')?.dataset.row
    if (id !== undefined) pick(id, false)
  }

  if (props.pageKeys) {
    const outside = () => !(body?.contains(document.activeElement) ?? false)
    const at = (run: (id: string) => void) => () => {
      const id = cursor()
      if (id === undefined || outside()) return false
      run(id)
    }
    useShortcuts(
      { keys: 'j', does: 'Row cursor down', section: 'Lists', run: () => step(1) },
      { keys: 'k', does: 'Row cursor up', section: 'Lists', run: () => step(-1) },
      { keys: 'x', does: 'Select the row', section: 'Lists', run: at((id) => pick(id, false)) },
      { keys: 'Shift+x', does: 'Select the range', section: 'Lists', run: at((id) => pick(id, true)) },
      { keys: '.', does: 'Row menu', section: 'Lists', run: at((id) => openRowMenu(id)) },
      {
        keys: 'Escape',
        does: 'Clear the selection',
        section: 'Lists',
        when: () => selected().size > 0,
        run: () => void clear(),
      },
    )
  }

  const pageState = () => {
    const ids = pickableIds()
    const on = ids.filter((id) => selected().has(id)).length
    return { all: ids.length > 0 && on === ids.length, some: on > 0 && on < ids.length }
  }
  const [slow, setSlow] = createSignal(false)
  createEffect(() => {
    if (props.list.status() !== 'loading') return void setSlow(false)
    const timer = setTimeout(() => setSlow(true), 200)
    onCleanup(() => clearTimeout(timer))
  })

  return (
    <>
      <table
        class={`data-table ${props.class ?? ''}`}
        aria-rowcount={props.list.total() + 1}
        aria-busy={props.list.status() === 'loading' || props.list.stale()}
      >
        <caption class="sr-only">{props.caption}</caption>
        <thead>
          <tr>
            <Show when={props.pickable}>
              <td class="pick">
                <Show when={pickableIds().length > 0}>
                  <Checkbox
                    name={`Select all ${props.words.many} on this page`}
                    checked={pageState().all}
                    indeterminate={pageState().some}
                    onChange={() => setSelection((now) => togglePage(now, pickableIds()))}
                  />
                </Show>
              </td>
            </Show>
            <For each={props.columns}>
              {(column) => <SortHead column={column} sort={props.sort} onSort={props.onSort} />}
            </For>
            <Show when={props.actions}>
              <td class="act">
                <span class="sr-only">Actions</span>
              </td>
            </Show>
          </tr>
        </thead>
        <tbody
          ref={body}
          on:keydown={onKeyDown}
          onContextMenu={onContextMenu}
          on:click={onClick}
          onPointerEnter={(event) => event.pointerType !== 'touch' && props.list.engage('pointer', true)}
          onPointerLeave={() => props.list.engage('pointer', false)}
          onFocusIn={(event) => {
            hadFocus = true
            props.list.engage('focus', true)
            const id = event.target.closest<HTMLElement>('tr[data-row]')?.dataset.row
            if (id !== undefined) setCursorId(id)
          }}
          onFocusOut={(event) => {
            // A row that leaves the page loses focus to nobody: the effect above takes it further.
            if (event.relatedTarget === null) {
              queueMicrotask(() => {
                if (document.activeElement !== document.body) hadFocus = false
              })
            } else hadFocus = body?.contains(event.relatedTarget as Node) ?? false
            props.list.engage('focus', false)
          }}
        >
          {props.openRow}
          <Show when={props.list.status() === 'loading' && slow()}>
            <SkeletonRows
              rows={Math.min(props.list.pageSize(), 10)}
              columns={props.columns}
              hasPick={props.pickable !== undefined}
              hasMenu={props.actions !== undefined}
            />
          </Show>
          <Show when={props.list.status() === 'ready' && props.list.slots.length === 0}>
            <tr>
              <td colSpan={columnCount()} class="nothing">
                {props.empty}
              </td>
            </tr>
          </Show>
          <Show when={props.list.status() === 'problem'}>
            <tr>
              <td colSpan={columnCount()} class="nothing">
                <ErrorState
                  title={props.failed?.title ?? `The ${props.words.many} did not load`}
                  errorId={props.list.problem()?.requestId}
                  onRetry={() => props.list.retry()}
                >
                  {props.list.problem()?.detail ?? props.failed?.safe ?? 'Staged changes are safe.'}
                </ErrorState>
              </td>
            </tr>
          </Show>
          <Show when={props.list.status() === 'ready'}>
            <For each={props.list.slots}>
              {(slot, index) => {
                const row = () => slot.row as R
                return (
                  <TableRow<R>
                    slot={slot as typeof slot & { row: R }}
                    columns={props.columns}
                    marksIn={props.marksIn}
                    name={props.rowName(row())}
                    words={props.words}
                    me={me}
                    now={props.list.now()}
                    rowIndex={props.list.page() * props.list.pageSize() + index() + 2}
                    hasPick={props.pickable !== undefined}
                    pickable={props.pickable?.(row()) ?? false}
                    hasMenu={props.actions !== undefined}
                    menuable={(props.actions?.(row()).length ?? 0) > 0}
                    selected={selected().has(slot.id)}
                    cursor={cursor() === slot.id}
                    saving={props.saving?.(row()) ?? false}
                    staged={props.staged?.(row()) ?? null}
                    holders={(props.holders ?? presence.onRow)(slot.id)}
                    hueOf={(userId) => presence.hueOf(userId) ?? restingHue(userId)}
                    onPick={(range) => pick(slot.id, range)}
                    menu={() => props.actions?.(row()) ?? []}
                  />
                )
              }}
            </For>
          </Show>
        </tbody>
      </table>
      <Show when={props.list.status() === 'ready' && props.list.total() > 0}>
        <Pager
          of={props.words.many}
          page={props.list.page()}
          pageSize={props.list.pageSize()}
          total={props.list.total()}
          onPage={props.onPage}
          {...(props.onPageSize ? { onPageSize: props.onPageSize } : {})}
          {...(props.sizes ? { sizes: props.sizes } : {})}
        />
      </Show>
      <Show when={props.bulk && selected().size > 0}>
        <BulkBar count={selected().size} label={`With the selected ${props.words.many}`} onClear={clear}>
          {props.bulk?.([...selected()], clear)}
        </BulkBar>
      </Show>
    </>
  )
}
