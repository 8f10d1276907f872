import type { JSX } from 'solid-js'
import { createUniqueId, splitProps } from 'solid-js'
import { classNames } from './class-names.ts'
import { FieldFrame, type FieldWords, fieldAria } from './field-frame.tsx'

export interface TextAreaProps
  extends FieldWords,
    Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, 'onInput' | 'value' | 'class'> {
  class?: string
  value: string
  onInput?: (value: string) => void
  areaRef?: (area: HTMLTextAreaElement) => void
}

/** Several lines of text that grow with what is in them. */
export function TextArea(props: TextAreaProps) {
  const id = createUniqueId()
  const [frame, own, rest] = splitProps(
    props,
    ['label', 'labelHidden', 'hint', 'error', 'optional', 'class'],
    ['value', 'onInput', 'areaRef'],
  )
  return (
    <FieldFrame {...frame} id={id}>
      <textarea
        rows="3"
        {...rest}
        ref={(area) => own.areaRef?.(area)}
        id={id}
        value={own.value}
        onInput={(event) => own.onInput?.(event.currentTarget.value)}
        {...fieldAria(id, frame)}
        class={classNames(
          'focus-inside field-sizing-content max-h-96 w-full resize-none rounded-control border bg-surface-raised px-2.5 py-1.5 shadow-1 max-rail:text-phone',
          frame.error ? 'border-remove-mark' : 'border-line-strong',
        )}
      />
    </FieldFrame>
  )
}
