import RefreshCw from 'lucide-solid/icons/refresh-cw'
import { Show } from 'solid-js'
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
