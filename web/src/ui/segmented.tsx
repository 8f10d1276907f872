import type { JSX } from 'solid-js'
import { createUniqueId, For } from 'solid-js'
import { classNames } from './class-names.ts'

export interface SegmentedProps<V extends string> {
  label: string
  items: readonly { value: V; label: JSX.Element }[]
  value: V
  onChange(value: V): void
  class?: string
}

/** One of a few, side by side: native radios. */
export function Segmented<V extends string>(props: SegmentedProps<V>) {
  const name = createUniqueId()
  return (
    <fieldset
      class={classNames('inline-flex min-w-0 gap-px rounded-[7px] bg-neutral-soft p-0.5', props.class)}
    >
      <legend class="sr-only">{props.label}</legend>
      <For each={props.items}>
        {(item) => (
          <label class="relative inline-flex">
            <input
              type="radio"
              name={name}
              value={item.value}
              checked={item.value === props.value}
              onChange={() => props.onChange(item.value)}
              class="peer absolute inset-0 m-0 cursor-pointer appearance-none rounded-badge"
            />
            <span class="pointer-events-none inline-flex h-[26px] items-center gap-1.5 whitespace-nowrap rounded-badge px-2.5 font-nav text-small text-text-2 peer-checked:relative peer-checked:bg-surface-raised peer-checked:font-medium peer-checked:text-text peer-checked:shadow-[0_0_0_1px_var(--c-line-strong)] forced-colors:peer-checked:border">
              {item.label}
            </span>
          </label>
        )}
      </For>
    </fieldset>
  )
}
