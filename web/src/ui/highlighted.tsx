import { For, Show } from 'solid-js'
import { matchedParts } from './matched-parts.ts'

/** A text with the searched letters marked. */
export function Highlighted(props: { text: string; search: string }) {
  return (
    <For each={matchedParts(props.text, props.search)}>
      {(part) => (
        <Show when={part.matched} fallback={part.text}>
          <mark class="matched">{part.text}</mark>
        </Show>
      )}
    </For>
  )
}
