import { now } from '../store/clock.ts'
import { exactTime, relativeTime } from './time-words.ts'

/** When something was, in words that keep up with the clock; the exact time with zone is in the tooltip. */
export function RelativeTime(props: {
  at: string | null | undefined
  /** Words when there is no time: "Never" for people who never signed in, "–" otherwise. */
  none?: string
  /** Lower case, for the middle of a sentence. */
  inline?: boolean
  class?: string
}) {
  const words = () => {
    if (!props.at) return props.none ?? '–'
    const text = relativeTime(props.at, now())
    return props.inline ? text.charAt(0).toLowerCase() + text.slice(1) : text
  }
  return (
    <time
      datetime={props.at ?? undefined}
      data-tip={props.at ? exactTime(props.at) : undefined}
      class={`num whitespace-nowrap ${props.class ?? ''}`}
    >
      {words()}
    </time>
  )
}
