import Search from 'lucide-solid/icons/search'
import X from 'lucide-solid/icons/x'
import { createUniqueId, Show } from 'solid-js'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'
import { Kbd } from './kbd.tsx'
import { fieldBoxClass, fieldInputClass } from './text-field.tsx'

export interface SearchFieldProps {
  /** Its accessible name, e.g. "Search members". */
  label: string
  value: string
  onInput(value: string): void
  placeholder?: string
  /** The key that focuses it, shown as a hint. */
  keys?: string
  size?: 28 | 32
  class?: string
  inputRef?: (input: HTMLInputElement) => void
}

/** Searches one list. Esc clears it, then leaves it. */
export function SearchField(props: SearchFieldProps) {
  const id = createUniqueId()
  let input: HTMLInputElement | undefined
  const clear = () => {
    props.onInput('')
    input?.focus()
  }
  return (
    <div class={classNames(fieldBoxClass(props.size ?? 28), props.class)}>
      <Search class="text-text-3" aria-hidden="true" />
      <label for={id} class="sr-only">
        {props.label}
      </label>
      <input
        ref={(element) => {
          input = element
          props.inputRef?.(element)
        }}
        id={id}
        type="search"
        autocomplete="off"
        spellcheck={false}
        value={props.value}
        placeholder={props.placeholder ?? props.label}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          event.stopPropagation()
          if (props.value) props.onInput('')
          else event.currentTarget.blur()
        }}
        class={classNames(fieldInputClass, 'appearance-none')}
      />
      <Show when={props.value} fallback={<Show when={props.keys}>{(keys) => <Kbd keys={keys()} />}</Show>}>
        <IconButton icon={X} name="Clear search" size={20} class="-mr-1" onClick={clear} />
      </Show>
    </div>
  )
}
