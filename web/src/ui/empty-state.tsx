import type { JSX, ParentProps } from 'solid-js'
import { Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { classNames } from './class-names.ts'
import type { Icon } from './icon.ts'

export interface StateProps {
  icon: Icon
  title: string
  /** One or two actions. */
  actions?: JSX.Element
  iconClass?: string
  class?: string
}

/** Nothing here: what happens next, one action. */
export function EmptyState(props: ParentProps<StateProps>) {
  return (
    <div class={classNames('flex flex-col items-center px-4 py-12 text-center', props.class)}>
      <span
        class={classNames(
          'mb-4 grid size-10 place-items-center rounded-panel border border-line-strong bg-surface-raised text-text-3 shadow-1',
          props.iconClass,
        )}
      >
        <Dynamic component={props.icon} class="icon-20" aria-hidden="true" />
      </span>
      <h3 class="font-semi">{props.title}</h3>
      <div class="mt-1 max-w-72 text-text-2">{props.children}</div>
      <Show when={props.actions}>
        <div class="mt-4 flex flex-wrap justify-center gap-2">{props.actions}</div>
      </Show>
    </div>
  )
}
