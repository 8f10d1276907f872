import Clock from 'lucide-solid/icons/clock'
import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, onCleanup, Show } from 'solid-js'
import { now } from '../../store/clock.ts'
import { useMe } from '../../store/engine.tsx'
import { givenName } from '../../store/hue.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { SignBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { relativeTime } from '../../ui/time-words.ts'
import { reasonWords } from '../../ui/words/reason-words.ts'
import type { SliceEntry } from './slice.ts'

/** Not acknowledged after a second: say so. */
const SENDING_MS = 1_000

/** One entry of the shared list: sign, who or what, why not if not, who staged it and when, undo. */
export function StagedEntry(props: {
  entry: SliceEntry
  saving: boolean
  live: boolean
  onUndo(): void
  onTurn?: (() => void) | undefined
}) {
  const me = useMe()
  const mine = () => props.entry.by.id === me.user.id
  const who = () => (mine() ? 'You' : givenName(props.entry.by.name))
  const stagedBy = () => {
    if (mine()) return ` by you, ${me.user.name}`
    return props.entry.by.name && ` by ${props.entry.by.name}`
  }
  const when = () => {
    const words = relativeTime(props.entry.at, now())
    return words.charAt(0).toLowerCase() + words.slice(1)
  }
  const sign = () => {
    if (props.entry.state === 'no-op') return 'none' as const
    return props.entry.state === 'conflict' ? ('conflict' as const) : props.entry.op
  }
  const words = () => {
    const reason = props.entry.reason
    return reason ? reasonWords(reason, { kind: props.entry.kind, me: me.user.id, now: now() }) : undefined
  }
  const [late, setLate] = createSignal(false)
  createEffect(() => {
    if (!props.entry.unsent) return void setLate(false)
    const timer = setTimeout(() => setLate(true), SENDING_MS)
    onCleanup(() => clearTimeout(timer))
  })
  const verb = () => (props.entry.op === 'add' ? 'add' : 'remove')
  return (
    <li
      data-entry={props.entry.key}
      class={`border-line border-b last:border-b-0 ${props.saving ? 'opacity-55' : ''}`}
    >
      <div class="flex min-h-[38px] items-center gap-[9px] py-1 pr-2 pl-3 hover:bg-surface-hover max-rail:min-h-12 max-rail:flex-wrap">
        <SignBadge sign={sign()} />
        <Show when={props.entry.kind === 'membership'}>
          <Avatar id={props.entry.subject.id} name={props.entry.subject.name} size={20} />
        </Show>
        <span
          class={`min-w-0 truncate font-medium ${props.entry.state === 'ready' ? '' : 'text-text-3'}`}
          data-tip={props.entry.subject.detail ?? props.entry.subject.name}
        >
          {props.entry.subject.name}
        </span>
        <Show when={props.entry.state === 'no-op' && words()}>
          <span
            class="min-w-0 flex-1 truncate text-small text-text-3 max-rail:order-5 max-rail:-mt-2 max-rail:basis-full max-rail:pl-[54px]"
            data-tip={words()}
            data-tip-overflow
          >
            {words()}
          </span>
        </Show>
        <span class="ml-auto flex shrink-0 items-center gap-[7px] whitespace-nowrap text-small text-text-3">
          <Show when={late()}>
            <span class="inline-flex items-center gap-1 text-accent-text">
              <Clock class="icon-12" aria-hidden="true" />
              {props.live ? 'Sending' : 'Staged here, not sent yet'}
            </span>
          </Show>
          <Avatar id={props.entry.by.id} name={props.entry.by.name} size={16} />
          <span class="num max-rail:hidden" aria-hidden="true">
            {[who(), when()].filter(Boolean).join(', ')}
          </span>
          <span class="sr-only">
            staged{stagedBy()}, {when()}
          </span>
          <Show when={!props.saving} fallback={<span class="size-6" />}>
            <IconButton
              icon={X}
              size={24}
              name={`Undo: ${verb()} ${props.entry.subject.name}`}
              tip={
                mine() || !props.entry.by.name ? 'Undo' : `Undo what ${givenName(props.entry.by.name)} staged`
              }
              class="max-rail:size-10"
              onClick={() => props.onUndo()}
            />
          </Show>
        </span>
      </div>
      <Show when={props.entry.state === 'conflict'}>
        <div class="mx-2 mb-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-control border border-warn-line bg-warn-soft px-3 py-2 text-small text-warn">
          <span class="min-w-0 flex-1 basis-40">{words()}.</span>
          <Button size={28} onClick={() => props.onUndo()}>
            Drop it
          </Button>
        </div>
      </Show>
    </li>
  )
}
