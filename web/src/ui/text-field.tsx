import CircleAlert from 'lucide-solid/icons/circle-alert'
import type { JSX } from 'solid-js'
import { createUniqueId, Show, splitProps } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { classNames } from './class-names.ts'
import type { Icon } from './icon.ts'

export interface TextFieldProps
  extends Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'onInput' | 'size' | 'value'> {
  label: string
  /** Hides the label from sight; readers still get it. */
  labelHidden?: boolean
  value: string
  onInput?: (value: string) => void
  icon?: Icon
  /** Something at the right end, inside the box. */
  end?: JSX.Element
  /** A fact under the field. */
  hint?: JSX.Element
  /** What is wrong, in words. */
  error?: JSX.Element | undefined
  optional?: boolean
  size?: 28 | 32 | 40
  inputRef?: (input: HTMLInputElement) => void
}

const sizes = {
  28: 'h-7 px-2',
  32: 'h-8 px-2.5',
  40: 'h-10 px-3 text-lead',
}

/** The look of a box around an input. */
export function fieldBoxClass(size: 28 | 32 | 40 = 32, wrong = false): string {
  return classNames(
    'field-box flex min-w-0 items-center gap-2 rounded-control border bg-surface-raised shadow-1 coarse:min-h-10',
    wrong ? 'border-remove-mark' : 'border-line-strong',
    sizes[size],
  )
}

export const fieldInputClass =
  'w-full min-w-0 border-0 bg-transparent p-0 outline-none max-rail:text-phone disabled:text-text-3'

/** Label above, box, then hint or error. */
export function TextField(props: TextFieldProps) {
  const id = createUniqueId()
  const [own, rest] = splitProps(props, [
    'label',
    'labelHidden',
    'value',
    'onInput',
    'icon',
    'end',
    'hint',
    'error',
    'optional',
    'size',
    'inputRef',
    'class',
  ])
  return (
    <div class={classNames('min-w-0', own.class)}>
      <label for={id} class={own.labelHidden ? 'sr-only' : 'mb-1.5 flex gap-2 font-medium'}>
        {own.label}
        <Show when={own.optional}>
          <span class="font-regular text-text-3">optional</span>
        </Show>
      </label>
      <div class={fieldBoxClass(own.size, Boolean(own.error))}>
        <Show when={own.icon}>
          <Dynamic component={own.icon} class="text-text-3" aria-hidden="true" />
        </Show>
        <input
          {...rest}
          ref={(input) => own.inputRef?.(input)}
          id={id}
          value={own.value}
          onInput={(event) => own.onInput?.(event.currentTarget.value)}
          aria-invalid={own.error ? 'true' : undefined}
          aria-describedby={own.error ? `${id}-error` : own.hint ? `${id}-hint` : undefined}
          class={fieldInputClass}
        />
        {own.end}
      </div>
      <Show when={own.hint && !own.error}>
        <p id={`${id}-hint`} class="mt-1.5 text-small text-text-3">
          {own.hint}
        </p>
      </Show>
      <FieldError id={`${id}-error`} error={own.error} />
    </div>
  )
}

/** What is wrong with a field, in words, read out when it appears. */
export function FieldError(props: { id: string; error: JSX.Element | undefined }) {
  return (
    <div aria-live="polite">
      <Show when={props.error}>
        <p id={props.id} class="mt-1.5 flex items-start gap-1.5 text-remove text-small">
          <CircleAlert class="mt-px icon-14" aria-hidden="true" />
          <span>{props.error}</span>
        </p>
      </Show>
    </div>
  )
}
