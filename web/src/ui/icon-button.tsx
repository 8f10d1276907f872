import type { JSX } from 'solid-js'
import { splitProps } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { classNames } from './class-names.ts'
import type { Icon } from './icon.ts'

export interface IconButtonProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> {
  icon: Icon
  /** Its accessible name, shown as tooltip too. */
  name: string
  /** Shorter words for the tooltip, when the name carries a row's name. */
  tip?: string
  keys?: string
  size?: 20 | 24 | 28 | 32
  bordered?: boolean
}

const sizes = {
  20: 'size-5 rounded-key [&>.lucide]:icon-14',
  24: 'size-6 [&>.lucide]:icon-14',
  28: 'size-7',
  32: 'size-8',
}

/** A button that is only an icon. It always has a name and a tooltip. */
export function IconButton(props: IconButtonProps) {
  const [own, rest] = splitProps(props, ['icon', 'name', 'tip', 'keys', 'size', 'bordered', 'class'])
  return (
    <button
      type="button"
      {...rest}
      aria-label={own.name}
      data-tip={own.tip ?? own.name}
      data-tip-keys={own.keys}
      class={classNames(
        'relative inline-grid shrink-0 place-items-center rounded-control text-text-3 transition-colors hover:bg-surface-hover hover:text-text',
        'coarse:after:absolute coarse:after:-inset-2 disabled:opacity-40 disabled:hover:bg-transparent data-[state=open]:bg-surface-active data-[state=open]:text-text',
        sizes[own.size ?? 28],
        own.bordered && 'border border-line-strong bg-surface-raised shadow-1',
        own.class,
      )}
    >
      <Dynamic component={own.icon} aria-hidden="true" />
    </button>
  )
}
