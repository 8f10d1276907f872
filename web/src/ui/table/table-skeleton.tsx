import { For, Show } from 'solid-js'
import { Skeleton } from '../skeleton.tsx'
import type { Column } from './column.ts'

const widths = ['w-24', 'w-32', 'w-28', 'w-36', 'w-24', 'w-30']

/** Rows of the real geometry while the first answer is on its way. */
export function SkeletonRows<R>(props: {
  rows: number
  columns: readonly Column<R>[]
  hasPick: boolean
  hasMenu: boolean
}) {
  return (
    <For each={Array.from({ length: props.rows }, (_, index) => index)}>
      {(index) => (
        <tr>
          <Show when={props.hasPick}>
            <td class="pick">
              <Skeleton class="size-[15px]" />
            </td>
          </Show>
          <For each={props.columns}>
            {(_, column) => (
              <td>
                <Skeleton class={`h-2.5 ${widths[(index + column()) % widths.length]} max-w-full`} />
              </td>
            )}
          </For>
          <Show when={props.hasMenu}>
            <td class="act" />
          </Show>
        </tr>
      )}
    </For>
  )
}
