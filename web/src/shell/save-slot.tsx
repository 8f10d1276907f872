import { children, type ParentProps, Show } from 'solid-js'

/** The panel's foot, under what scrolls, while there is a save bar. */
export function SaveSlot(props: ParentProps) {
  const bar = children(() => props.children)
  return (
    <Show when={bar()}>
      <div class="relative z-20 shrink-0">{bar()}</div>
    </Show>
  )
}
