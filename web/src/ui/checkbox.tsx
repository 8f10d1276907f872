import type { JSX } from 'solid-js'
import { createEffect, splitProps } from 'solid-js'
import { classNames } from './class-names.ts'

export interface CheckboxProps extends Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'type'> {
  checked: boolean
  indeterminate?: boolean
  onChange?: (checked: boolean, event: Event) => void
  /** The accessible name when no text stands beside it. */
  name?: string
  /** Text beside the box, part of the target. */
  label?: JSX.Element
}

const tick =
  "checked:after:block checked:after:h-[7.5px] checked:after:w-1 checked:after:-translate-y-px checked:after:rotate-45 checked:after:border-on-accent checked:after:border-r-[1.75px] checked:after:border-b-[1.75px] checked:after:content-['']"
const dash =
  "indeterminate:after:block indeterminate:after:h-[1.75px] indeterminate:after:w-[7px] indeterminate:after:bg-on-accent indeterminate:after:content-['']"

/** A native checkbox, so that a table of hundreds stays light. */
export function Checkbox(props: CheckboxProps) {
  const [own, rest] = splitProps(props, ['checked', 'indeterminate', 'onChange', 'name', 'label', 'class'])
  const box = () => {
    const input = (
      <input
        {...rest}
        type="checkbox"
        aria-label={own.name}
        checked={own.checked}
        onChange={(event) => {
          const next = event.currentTarget.checked
          own.onChange?.(next, event)
          event.currentTarget.checked = own.checked
        }}
        class={classNames(
          'm-0 inline-grid size-[15px] shrink-0 cursor-pointer appearance-none place-items-center rounded-key border-[1.25px] border-line-control bg-surface-raised align-middle',
          'checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent',
          'disabled:cursor-default disabled:border-line-strong disabled:bg-neutral-soft disabled:checked:after:border-text-3',
          'forced-colors:appearance-auto max-rail:size-[18px]',
          own.indeterminate ? dash : tick,
          !own.label && own.class,
        )}
      />
    ) as HTMLInputElement
    createEffect(() => {
      input.indeterminate = own.indeterminate ?? false
    })
    return input
  }
  if (!own.label) return box()
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box is inside
    <label class={classNames('inline-flex items-center gap-2', own.class)}>
      {box()}
      <span>{own.label}</span>
    </label>
  )
}
