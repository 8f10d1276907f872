import type { JSX } from 'solid-js'
import { Show, splitProps } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { classNames } from './class-names.ts'
import type { Icon } from './icon.ts'
import { Kbd } from './kbd.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger' | 'danger-quiet'
export type ButtonSize = 28 | 32 | 40

export interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: Icon
  /** Key that does the same, e.g. `a` or `Mod+Enter`. */
  keys?: string
  full?: boolean
}

const variants: Record<ButtonVariant, string> = {
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-hover',
  secondary:
    'border-line-strong bg-surface-raised text-text shadow-1 hover:bg-surface-hover [&>.lucide]:text-text-3',
  ghost: 'border-transparent text-text-2 hover:bg-surface-hover hover:text-text',
  danger: 'border-transparent bg-danger text-on-danger hover:bg-danger-hover',
  'danger-quiet': 'border-line-strong bg-surface-raised text-remove shadow-1 hover:bg-remove-soft',
}

const sizes: Record<ButtonSize, string> = {
  28: 'h-7 px-[9px] text-small',
  32: 'h-8 px-3',
  40: 'h-10 px-4 text-lead',
}

const disabled =
  'disabled:cursor-default disabled:border-transparent disabled:bg-neutral-soft disabled:text-text-3 disabled:shadow-none'

/** The classes of a button, for links that look like one. */
export function buttonClass(
  variant: ButtonVariant = 'secondary',
  size: ButtonSize = 32,
  full = false,
): string {
  return classNames(
    'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-control border font-medium transition-colors [&>.lucide:first-child]:-ml-0.5 coarse:min-h-10',
    variants[variant],
    sizes[size],
    disabled,
    full && 'w-full',
  )
}

/** A verb with its object. Never OK, Yes, Submit; `…` when it asks something first. */
export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ['variant', 'size', 'icon', 'keys', 'full', 'class', 'children'])
  return (
    <button
      type="button"
      {...rest}
      class={classNames(buttonClass(own.variant, own.size, own.full), own.class)}
    >
      <Show when={own.icon}>
        <Dynamic component={own.icon} class={own.size === 28 ? 'icon-14' : ''} aria-hidden="true" />
      </Show>
      {own.children}
      <Show when={own.keys}>
        {(keys) => (
          <span class="-mr-1.5 ml-0.5 inline-flex">
            <Kbd keys={keys()} tone={own.variant === 'primary' && !rest.disabled ? 'on-accent' : 'plain'} />
          </span>
        )}
      </Show>
    </button>
  )
}
