import { Show } from 'solid-js'
import { useConnection } from '../store/connection.tsx'
import { usePresence } from '../store/here.tsx'
import { classNames } from '../ui/class-names.ts'
import { countOf } from '../ui/format-count.ts'

/** Live, Reconnecting or Offline, and how many admins are online. */
export function ConnectionStatus(props: { rail?: boolean }) {
  const connection = useConnection()
  const presence = usePresence()
  const live = () => connection.word() === 'Live'
  return (
    <div
      class={classNames(
        'flex items-center gap-2 text-small text-text-3',
        props.rail ? 'h-6 justify-center' : 'px-2 py-1.5',
      )}
    >
      <div
        role="status"
        aria-label="Connection"
        class={classNames('flex items-center gap-2', !live() && 'text-warn')}
        data-tip={props.rail ? connection.word() : undefined}
      >
        <span
          aria-hidden="true"
          class={classNames(
            'size-[7px] rounded-full',
            live()
              ? 'bg-add-mark shadow-[0_0_0_3px_color-mix(in_srgb,var(--c-add-mark)_20%,transparent)]'
              : 'bg-warn-mark',
          )}
        />
        <span class={props.rail ? 'sr-only' : ''}>{connection.word()}</span>
      </div>
      <Show when={!props.rail && live()}>
        <span class="num ml-auto">{countOf(presence.online(), 'admin')} online</span>
      </Show>
    </div>
  )
}
