import type { JSX } from 'solid-js'
import { createUniqueId, Show, splitProps } from 'solid-js'
import { classNames } from './class-names.ts'
import { FieldError } from './text-field.tsx'

export interface TextAreaProps
  extends Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, 'onInput' | 'value'> {
  label: string
  labelHidden?: boolean
  value: string
  onInput?: (value: string) => void
  hint?: JSX.Element
  error?: JSX.Element | undefined
  optional?: boolean
  areaRef?: (area: HTMLTextAreaElement) => void
}

/** Several lines of text that grow with what is in them. */
export function TextArea(props: TextAreaProps) {
  const id = createUniqueId()
  const [own, rest] = splitProps(props, [
    'label',
    'labelHidden',
    'value',
    'onInput',
    'hint',
    'error',
    'optional',
    'areaRef',
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
      <textarea
        rows="3"
        {...rest}
        ref={(area) => own.areaRef?.(area)}
        id={id}
        value={own.value}
        onInput={(event) => own.onInput?.(event.currentTarget.value)}
        aria-invalid={own.error ? 'true' : undefined}
        aria-describedby={own.error ? `${id}-error` : own.hint ? `${id}-hint` : undefined}
        class={classNames(
          'focus-inside field-sizing-content max-h-96 w-full resize-none rounded-control border bg-surface-raised px-2.5 py-1.5 shadow-1 max-rail:text-phone',
          own.error ? 'border-remove-mark' : 'border-line-strong',
        )}
      />
      <Show when={own.hint && !own.error}>
        <p id={`${id}-hint`} class="mt-1.5 text-small text-text-3">
          {own.hint}
        </p>
      </Show>
      <FieldError id={`${id}-error`} error={own.error} />
    </div>
  )
}
