import { Popover as ArkPopover } from '@ark-ui/solid/popover'
import type { JSX, ParentProps } from 'solid-js'
import { Portal } from 'solid-js/web'
import { classNames } from './class-names.ts'

export interface PopoverProps {
  /** Accessible name of the popover. */
  label: string
  /** The button that opens it: spread the given props on it. */
  trigger: (props: JSX.ButtonHTMLAttributes<HTMLButtonElement>) => JSX.Element
  open?: boolean
  onOpenChange?: (open: boolean) => void
  placement?: 'bottom-start' | 'bottom-end' | 'bottom' | 'top-start' | 'top-end'
  class?: string
}

/** A small panel anchored to its button. */
export function Popover(props: ParentProps<PopoverProps>) {
  return (
    <ArkPopover.Root
      {...(props.open === undefined ? {} : { open: props.open })}
      onOpenChange={(details) => props.onOpenChange?.(details.open)}
      positioning={{ placement: props.placement ?? 'bottom-start', gutter: 6 }}
      lazyMount
      unmountOnExit
    >
      <ArkPopover.Trigger asChild={(trigger) => props.trigger(trigger())} />
      <Portal>
        <ArkPopover.Positioner class="z-50!">
          <ArkPopover.Content
            aria-label={props.label}
            class={classNames(
              'pop max-h-[70dvh] max-w-[min(400px,calc(100vw-16px))] overflow-y-auto rounded-box bg-surface-raised p-3 shadow-2',
              props.class,
            )}
          >
            {props.children}
          </ArkPopover.Content>
        </ArkPopover.Positioner>
      </Portal>
    </ArkPopover.Root>
  )
}
