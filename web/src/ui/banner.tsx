import Info from 'lucide-solid/icons/info'
import type { JSX, ParentProps } from 'solid-js'
import { Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { classNames } from './class-names.ts'
import type { Icon } from './icon.ts'

export type BannerTone = 'neutral' | 'warn' | 'remove' | 'add' | 'accent'

const tones: Record<BannerTone, string> = {
  neutral: 'border-transparent bg-neutral-soft text-text-2',
  warn: 'border-warn-line bg-warn-soft text-warn',
  remove: 'border-remove-line bg-remove-soft text-remove',
  add: 'border-add-line bg-add-soft text-add',
  accent: 'border-accent-line bg-accent-soft text-accent-text',
}

/** A box that says something about what is around it, with the way out. `strip` spans the panel's width. */
export function Banner(
  props: ParentProps<{
    tone?: BannerTone
    icon?: Icon
    actions?: JSX.Element
    strip?: boolean
    class?: string
  }>,
) {
  return (
    <div
      class={classNames(
        'flex gap-3',
        props.strip
          ? 'min-h-10 items-center border-b px-8 py-1.5 max-rail:px-4'
          : 'items-start rounded-box border px-3 py-2.5',
        tones[props.tone ?? 'neutral'],
        props.class,
      )}
    >
      <Dynamic component={props.icon ?? Info} class={props.strip ? '' : 'mt-0.5'} aria-hidden="true" />
      <div class="min-w-0 flex-1">{props.children}</div>
      <Show when={props.actions}>
        <div class="flex shrink-0 items-center gap-2">{props.actions}</div>
      </Show>
    </div>
  )
}
