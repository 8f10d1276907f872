import CircleAlert from 'lucide-solid/icons/circle-alert'
import type { JSX, ParentProps } from 'solid-js'
import { Show } from 'solid-js'
import { classNames } from './class-names.ts'

export interface FieldWords {
  label: string
  /** Hides the label from sight; readers still get it. */
  labelHidden?: boolean
  /** A fact under the field. */
  hint?: JSX.Element
  /** What is wrong, in words. */
  error?: JSX.Element | undefined
  optional?: boolean
}

/** What the control inside a frame says of itself to readers. */
export function fieldAria(id: string, { hint, error }: Pick<FieldWords, 'hint' | 'error'>) {
  return {
    'aria-invalid': error ? ('true' as const) : undefined,
    'aria-describedby': error ? `${id}-error` : hint ? `${id}-hint` : undefined,
  }
}

/** Label above, the control with this `id`, then hint or error. */
export function FieldFrame(props: ParentProps<FieldWords & { id: string; class?: string | undefined }>) {
  return (
    <div class={classNames('min-w-0', props.class)}>
      <label for={props.id} class={props.labelHidden ? 'sr-only' : 'mb-1.5 flex gap-2 font-medium'}>
        {props.label}
        <Show when={props.optional}>
          <span class="font-regular text-text-3">optional</span>
        </Show>
      </label>
      {props.children}
      <Show when={props.hint && !props.error}>
        <p id={`${props.id}-hint`} class="mt-1.5 text-small text-text-3">
          {props.hint}
        </p>
      </Show>
      <FieldError id={`${props.id}-error`} error={props.error} />
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
