import type { JSX } from 'solid-js'
import { createUniqueId, Show, splitProps } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { classNames } from './class-names.ts'
import { FieldFrame, type FieldWords, fieldAria } from './field-frame.tsx'
import type { Icon } from './icon.ts'

export interface TextFieldProps
  extends FieldWords,
    Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'onInput' | 'size' | 'value' | 'class'> {
  class?: string
  value: string
  onInput?: (value: string) => void
  icon?: Icon
  /** Something at the right end, inside the box. */
  end?: JSX.Element
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
  const [frame, own, rest] = splitProps(
    props,
    ['label', 'labelHidden', 'hint', 'error', 'optional', 'class'],
    ['value', 'onInput', 'icon', 'end', 'size', 'inputRef'],
  )
  return (
    <FieldFrame {...frame} id={id}>
      <div class={fieldBoxClass(own.size, Boolean(frame.error))}>
        <Show when={own.icon}>
          <Dynamic component={own.icon} class="text-text-3" aria-hidden="true" />
        </Show>
        <input
          {...rest}
          ref={(input) => own.inputRef?.(input)}
          id={id}
          value={own.value}
          onInput={(event) => own.onInput?.(event.currentTarget.value)}
          {...fieldAria(id, frame)}
          class={fieldInputClass}
        />
        {own.end}
      </div>
    </FieldFrame>
  )
}
