import ArrowUp from 'lucide-solid/icons/arrow-up'
import type { ParentProps } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { classNames } from './class-names.ts'
import type { Icon } from './icon.ts'

/** Changes that wait for the reader: "3 new users, show". */
export function Pill(props: ParentProps<{ onClick(): void; icon?: Icon; class?: string }>) {
  return (
    <button
      type="button"
      onClick={() => props.onClick()}
      class={classNames(
        'fade inline-flex h-[26px] items-center gap-1.5 whitespace-nowrap rounded-full bg-accent-soft px-2.5 font-medium text-accent-text text-small hover:shadow-[inset_0_0_0_1px_var(--c-accent-line)]',
        props.class,
      )}
      data-state="open"
    >
      <Dynamic component={props.icon ?? ArrowUp} class="icon-12" aria-hidden="true" />
      {props.children}
    </button>
  )
}
