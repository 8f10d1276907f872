/**
 * The console's table of live rows. The rows and their calm belong to the list (`useCalmRows`), what is
 * selected to `useRowSelection`, the row cursor and the row menu to `useRowCursor`, what can be done with
 * rows to the page. One tab stop: the cursor row, then its menu.
 */
import './table-frame.css'
import './row-states.css'
import './table-phone.css'
import { createEffect, createSignal, For, type JSX, onCleanup, Show } from 'solid-js'
import { useMe } from '../../store/engine.tsx'
import { usePlace, usePresence } from '../../store/here.tsx'
import { restingHue } from '../../store/hue.ts'
import { Checkbox } from '../checkbox.tsx'
import { ErrorState } from '../error-state.tsx'
import { formatCount } from '../format-count.ts'
import { announce } from '../live-announcer.tsx'
import { type MenuEntry, menuAnchor } from '../menu.tsx'
import { BulkBar, BulkVerb } from './bulk-bar.tsx'
import type { Column, Sort } from './column.ts'
import type { Holder } from './holder.ts'
import type { ListWords } from './mark-words.ts'
import { Pager } from './pager.tsx'
import { SortHead } from './sort-head.tsx'
import { spokenMarks } from './spoken-marks.ts'
import type { StagedMark } from './staged-words.ts'
import { TableRow } from './table-row.tsx'
import { SkeletonRows } from './table-skeleton.tsx'
import type { CalmList } from './use-calm-rows.ts'
import { useRowCursor } from './use-row-cursor.ts'
import { useRowSelection } from './use-row-selection.ts'

export interface DataTableProps<R extends { id: string }> {
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
  /** How many rows have one in all, when that is not the total. */
  pickableTotal?: number | undefined
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

export function DataTable<R extends { id: string }>(props: DataTableProps<R>) {
  const me = useMe().user.id
  const presence = usePresence()
  let body: HTMLTableSectionElement | undefined
  const selection = useRowSelection<R>(props)
  const cursor = useRowCursor<R>(props, selection, () => body)
  const { selected, pickableIds } = selection
  const columnCount = () => props.columns.length + (props.pickable ? 1 : 0) + (props.actions ? 1 : 0)

  createEffect(() => {
    const anchor = menuAnchor()
    props.list.engage('menu', anchor !== undefined && (body?.contains(anchor) ?? false))
  })
  usePlace(() => {
    const row = [...selected()].at(-1)
    return row === undefined ? undefined : { row, doing: 'selecting' }
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
  onCleanup(() => {
    for (const why of ['pointer', 'focus', 'selection', 'menu'] as const) props.list.engage(why, false)
  })
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
                    checked={selection.page().all}
                    indeterminate={selection.page().some}
                    onChange={selection.togglePage}
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
          on:keydown={cursor.onKeyDown}
          onContextMenu={cursor.onContextMenu}
          on:click={cursor.onClick}
          onPointerEnter={(event) => event.pointerType !== 'touch' && props.list.engage('pointer', true)}
          onPointerLeave={() => props.list.engage('pointer', false)}
          onFocusIn={cursor.onFocusIn}
          onFocusOut={cursor.onFocusOut}
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
                    cursor={cursor.id() === slot.id}
                    saving={props.saving?.(row()) ?? false}
                    staged={props.staged?.(row()) ?? null}
                    holders={(props.holders ?? presence.onRow)(slot.id)}
                    hueOf={(userId) => presence.hueOf(userId) ?? restingHue(userId)}
                    onPick={(range) => cursor.pick(slot.id, range)}
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
        <BulkBar
          count={selected().size}
          label={`With the selected ${props.words.many}`}
          onClear={selection.clear}
        >
          <Show when={selection.more()}>
            {(count) => (
              <BulkVerb disabled={selection.reading()} onClick={() => void selection.selectEvery()}>
                {selection.reading() ? 'Selecting…' : `Select all ${formatCount(count())}`}
              </BulkVerb>
            )}
          </Show>
          {props.bulk?.([...selected()], selection.clear)}
        </BulkBar>
      </Show>
    </>
  )
}
