import type { ParentProps } from 'solid-js'

/** Words for screen readers only. */
export function VisuallyHidden(props: ParentProps) {
  return <span class="sr-only">{props.children}</span>
}
