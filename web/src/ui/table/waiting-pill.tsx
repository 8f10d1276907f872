import RefreshCw from 'lucide-solid/icons/refresh-cw'
import { createEffect, Show } from 'solid-js'
import { announce } from '../live-announcer.tsx'
import { Pill } from '../pill.tsx'
import { type Waiting, waitingWords } from './waiting-words.ts'

/** The pill behind which changes wait that would move rows. */
export function WaitingPill(props: {
  list: { waiting(): Waiting; show(): void }
  one: string
  many: string
  class?: string
}) {
  const words = () => waitingWords(props.list.waiting(), props.one, props.many)
  // Readers hear what waits, without the button's verb.
  createEffect(() => {
    const said = words()
    if (said) announce(said.replace(/, \w+$/, ''))
  })
  const onlyOrder = () => props.list.waiting().added === 0 && props.list.waiting().held === 0
  return (
    <Show when={words()}>
      {(said) => (
        <Pill
          onClick={() => props.list.show()}
          class={props.class ?? ''}
          {...(onlyOrder() ? { icon: RefreshCw } : {})}
        >
          {said()}
        </Pill>
      )}
    </Show>
  )
}
