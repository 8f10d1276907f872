/** The row cursor of a table: a roving tab stop, its keys, the row menu, and where focus goes when a row does. */
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js'
import { singleKeysOff, useShortcuts } from '../../store/keys.ts'
import { openMenu } from '../menu.tsx'
import type { DataTableProps } from './data-table.tsx'
import type { TableSelection } from './use-row-selection.ts'

export interface RowCursor {
  /** The row that Tab comes to. */
  id: Accessor<string | undefined>
  /** Selects a row (or the range to it) and puts the cursor there. */
  pick(id: string, range: boolean): void
  onKeyDown(event: KeyboardEvent): void
  onContextMenu(event: MouseEvent): void
  onClick(event: MouseEvent): void
  onFocusIn(event: FocusEvent): void
  onFocusOut(event: FocusEvent): void
}

const rowOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('tr[data-row]') : null

export function useRowCursor<R extends { id: string }>(
  props: DataTableProps<R>,
  selection: TableSelection,
  body: Accessor<HTMLElement | undefined>,
): RowCursor {
  const [cursorId, setCursorId] = createSignal<string>()
  let hadFocus = false
  const cursor = createMemo(() => {
    const id = cursorId()
    return props.list.slots.some((slot) => slot.id === id) ? id : props.list.slots[0]?.id
  })
  const rowElement = (id: string | undefined) =>
    id === undefined ? undefined : body()?.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(id)}"]`)
  const slotOf = (id: string | undefined) => props.list.slots.find((slot) => slot.id === id)

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

  function moveTo(id: string): void {
    setCursorId(id)
    rowElement(id)?.focus()
  }
  function step(by: number): void {
    const ids = props.list.slots.map((slot) => slot.id)
    const inside = body()?.contains(document.activeElement) ?? false
    const at = ids.indexOf(cursor() ?? '')
    const next = ids[inside ? Math.min(Math.max(at + by, 0), ids.length - 1) : at]
    if (next !== undefined) moveTo(next)
  }
  function pick(id: string, range: boolean): void {
    if (selection.pickableIds().includes(id)) setCursorId(id)
    selection.pick(id, range)
  }
  function openRow(id: string): void {
    const slot = slotOf(id)
    if (slot && slot.mark?.kind !== 'removed') props.onOpen?.(slot.row as R)
  }
  function openRowMenu(id: string, at?: { x: number; y: number }): boolean {
    const slot = slotOf(id)
    const items = () => (slot ? (props.actions?.(slot.row as R) ?? []) : [])
    const anchor = at ?? rowElement(id)?.querySelector<HTMLElement>('.row-menu')
    if (!slot || slot.mark?.kind === 'removed' || !anchor || items().length === 0) return false
    setCursorId(id)
    openMenu(anchor, `Actions for ${props.rowName(slot.row as R)}`, items, {
      placement: at ? 'bottom-start' : 'bottom-end',
      byKey: at === undefined,
    })
    return true
  }

  if (props.pageKeys) {
    const at = (run: (id: string) => void) => () => {
      const id = cursor()
      if (id === undefined || !body()?.contains(document.activeElement)) return false
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
        when: () => selection.selected().size > 0,
        run: () => selection.clear(),
      },
    )
  }

  return {
    id: cursor,
    pick,
    onKeyDown(event) {
      const row = rowOf(event.target)
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
      else if (key === 'Escape' && selection.selected().size > 0) selection.clear()
      else done = false
      if (!done) return
      event.preventDefault()
      event.stopPropagation()
    },
    onContextMenu(event) {
      const id = rowOf(event.target)?.dataset.row
      if (id === undefined) return
      if (event instanceof PointerEvent && event.pointerType === 'touch') {
        event.preventDefault()
        pick(id, false)
        return
      }
      if (event.target instanceof Element && event.target.closest('a[href], input')) return
      if (openRowMenu(id, { x: event.clientX, y: event.clientY })) event.preventDefault()
    },
    /** On touch, once something is selected, a tap anywhere on a row selects it too. */
    onClick(event) {
      if (!(event instanceof PointerEvent) || event.pointerType !== 'touch') return
      if (selection.selected().size === 0) return
      if (!(event.target instanceof HTMLElement) || event.target.closest('a, button, input')) return
      const id = rowOf(event.target)?.dataset.row
      if (id !== undefined) pick(id, false)
    },
    onFocusIn(event) {
      hadFocus = true
      props.list.engage('focus', true)
      const id = rowOf(event.target)?.dataset.row
      if (id !== undefined) setCursorId(id)
    },
    onFocusOut(event) {
      // A row that leaves the page loses focus to nobody: the effect above takes it further.
      if (event.relatedTarget === null) {
        queueMicrotask(() => {
          if (document.activeElement !== document.body) hadFocus = false
        })
      } else hadFocus = body()?.contains(event.relatedTarget as Node) ?? false
      props.list.engage('focus', false)
    },
  }
}
