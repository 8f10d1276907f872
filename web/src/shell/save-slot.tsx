import { children, type ParentProps, Show } from 'solid-js'

/** The panel's foot: sticks while there is a save bar. */
export function SaveSlot(props: ParentProps) {
  const bar = children(() => props.children)
  return (
    <Show when={bar()}>
      <div class="sticky bottom-0 z-20 mt-auto shrink-0">{bar()}</div>
    </Show>
  )
}
