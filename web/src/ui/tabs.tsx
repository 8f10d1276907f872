import { For, Show } from 'solid-js'
import { classNames } from './class-names.ts'
import { formatCount } from './format-count.ts'

export interface TabItem<V extends string> {
  value: V
  label: string
  count?: number | undefined
}

export interface TabsProps<V extends string> {
  label: string
  items: readonly TabItem<V>[]
  value: V
  onChange(value: V): void
  /** id of the tab panel, which the caller marks with role="tabpanel". */
  controls?: string
  class?: string
}

/** Underlined tabs of a page. Arrows move and choose. */
export function Tabs<V extends string>(props: TabsProps<V>) {
  function move(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const at = props.items.findIndex((item) => item.value === props.value)
    const last = props.items.length - 1
    const next = Number.isFinite(step) ? (at + step + last + 1) % (last + 1) : step > 0 ? last : 0
    const item = props.items[next]
    if (!item) return
    props.onChange(item.value)
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus()
  }
  return (
    <div
      role="tablist"
      aria-label={props.label}
      onKeyDown={move}
      class={classNames('flex gap-5 overflow-x-auto border-line border-b', props.class)}
    >
      <For each={props.items}>
        {(item) => (
          <button
            type="button"
            role="tab"
            aria-selected={item.value === props.value}
            aria-controls={props.controls}
            tabIndex={item.value === props.value ? 0 : -1}
            onClick={() => props.onChange(item.value)}
            class={classNames(
              'focus-inside -mb-px inline-flex h-9 shrink-0 items-center gap-1.5 border-b-2',
              item.value === props.value
                ? 'border-text font-medium text-text'
                : 'border-transparent font-nav text-text-2 hover:text-text',
            )}
          >
            {item.label}
            <Show when={item.count !== undefined}>
              <span class="num font-regular text-small text-text-3">{formatCount(item.count ?? 0)}</span>
            </Show>
          </button>
        )}
      </For>
    </div>
  )
}
