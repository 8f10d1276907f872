import { Select as ArkSelect, createListCollection } from '@ark-ui/solid/select'
import Check from 'lucide-solid/icons/check'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { createMemo, For, Show } from 'solid-js'
import { Dynamic, Portal } from 'solid-js/web'
import { classNames } from './class-names.ts'
import type { Icon } from './icon.ts'

export interface SelectItem<V extends string> {
  value: V
  label: string
  /** A fact at the right. */
  detail?: string
}

export interface SelectProps<V extends string> {
  /** Accessible name; shown above when `labelShown`. */
  label: string
  labelShown?: boolean
  items: readonly SelectItem<V>[]
  value: V
  onChange(value: V): void
  size?: 28 | 32
  icon?: Icon
  /** Tinted as a filter that is on. */
  on?: boolean
  class?: string
}

/** One of a list. */
export function Select<V extends string>(props: SelectProps<V>) {
  const collection = createMemo(() => createListCollection({ items: [...props.items] }))
  return (
    <ArkSelect.Root
      collection={collection()}
      value={[props.value]}
      onValueChange={(details) => {
        const chosen = props.items.find((item) => item.value === details.value[0])
        if (chosen && chosen.value !== props.value) props.onChange(chosen.value)
      }}
      positioning={{ placement: 'bottom-start', gutter: 4, sameWidth: false }}
      lazyMount
      unmountOnExit
      class={props.class}
    >
      <ArkSelect.Label class={props.labelShown ? 'mb-1.5 block font-medium' : 'sr-only'}>
        {props.label}
      </ArkSelect.Label>
      <ArkSelect.Control>
        <ArkSelect.Trigger
          class={classNames(
            'inline-flex w-full items-center gap-1.5 whitespace-nowrap rounded-control border font-nav transition-colors coarse:min-h-10',
            props.size === 32 ? 'h-8 px-2.5' : 'h-7 px-[9px] text-small',
            props.on
              ? 'border-accent-line bg-accent-soft font-medium text-accent-text'
              : 'border-line-strong bg-surface-raised text-text-2 shadow-1 hover:bg-surface-hover',
          )}
        >
          <Show when={props.icon}>
            <Dynamic component={props.icon} class="icon-14 text-text-3" aria-hidden="true" />
          </Show>
          <span class="flex-1 text-left">
            {props.items.find((item) => item.value === props.value)?.label}
          </span>
          <ChevronDown class="icon-14 text-text-3" aria-hidden="true" />
        </ArkSelect.Trigger>
      </ArkSelect.Control>
      <Portal>
        <ArkSelect.Positioner class="z-60!">
          <ArkSelect.Content class="pop max-h-80 min-w-40 overflow-y-auto rounded-box bg-surface-raised p-1 shadow-2">
            <For each={props.items}>
              {(item) => (
                <ArkSelect.Item
                  item={item}
                  class="flex h-[34px] cursor-pointer select-none items-center gap-2 rounded-control px-2 data-[highlighted]:bg-surface-active max-rail:h-11 max-rail:text-phone"
                >
                  <ArkSelect.ItemText class="flex-1">{item.label}</ArkSelect.ItemText>
                  <Show when={item.detail}>
                    <span class="num text-small text-text-3">{item.detail}</span>
                  </Show>
                  <Check
                    class={classNames('icon-14 text-accent-text', item.value !== props.value && 'invisible')}
                    aria-hidden="true"
                  />
                </ArkSelect.Item>
              )}
            </For>
          </ArkSelect.Content>
        </ArkSelect.Positioner>
      </Portal>
      <ArkSelect.HiddenSelect />
    </ArkSelect.Root>
  )
}
