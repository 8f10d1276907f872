import ArrowDown from 'lucide-solid/icons/arrow-down'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import { Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { classNames } from '../class-names.ts'
import { type Column, nextSort, type Sort } from './column.ts'

/** A column's head: a button that sorts, with the arrow beside the label. */
export function SortHead<R>(props: {
  column: Column<R>
  sort: Sort
  onSort?: ((sort: Sort) => void) | undefined
}) {
  const sorted = () => props.sort.by === props.column.id
  const state = () => (sorted() ? (props.sort.dir === 'asc' ? 'ascending' : 'descending') : undefined)
  return (
    <th
      scope="col"
      aria-sort={state()}
      style={{ '--column': props.column.width }}
      class={classNames(
        props.column.align === 'right' && 'right',
        props.column.wideOnly && 'wide-only',
        props.column.inset && 'inset',
      )}
    >
      <Show when={props.onSort && props.column.sortable !== false} fallback={props.column.label}>
        <button
          type="button"
          class="head-sort"
          onClick={() => props.onSort?.(nextSort(props.sort, props.column.id))}
        >
          {props.column.label}
          <Show when={sorted()}>
            <Dynamic
              component={props.sort.dir === 'asc' ? ArrowUp : ArrowDown}
              class="icon-12"
              aria-hidden="true"
            />
          </Show>
        </button>
      </Show>
    </th>
  )
}
