import { A } from '@solidjs/router'
import CircleCheck from 'lucide-solid/icons/circle-check'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import CircleX from 'lucide-solid/icons/circle-x'
import LoaderCircle from 'lucide-solid/icons/loader-circle'
import Plus from 'lucide-solid/icons/plus'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { now } from '../../store/clock.ts'
import { useMe } from '../../store/engine.tsx'
import { givenName } from '../../store/hue.ts'
import { useProgress } from '../../store/progress.tsx'
import type { ChangeSetRow } from '../../store/view-rows.ts'
import { useWorkingChangeSet } from '../../store/working-change-set.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { relativeTime } from '../../ui/time-words.ts'
import { NewSetField } from './new-set-field.tsx'

/** Closed sets that are listed before "Show all". */
const RECENT = 6

export interface SetListProps {
  open: readonly ChangeSetRow[]
  closed: readonly ChangeSetRow[]
  current: string | undefined
  onCreated(changeSetId: string): void
  /** Somewhere was gone to: a menu closes. */
  onGo?: () => void
}

/** Open change sets with the Shared draft first, then what was saved or discarded. */
export function SetList(props: SetListProps) {
  const [adding, setAdding] = createSignal(false)
  const [all, setAll] = createSignal(false)
  let add: HTMLButtonElement | undefined
  const closed = () => (all() ? props.closed : props.closed.slice(0, RECENT))
  return (
    <nav aria-label="Change sets">
      <div class="flex h-7 items-center pl-2.5">
        <h2 class="flex-1 font-nav text-small text-text-3">Open</h2>
        <IconButton
          ref={(button: HTMLButtonElement) => {
            add = button
          }}
          icon={Plus}
          name="New change set"
          onClick={() => setAdding(true)}
        />
      </div>
      <Show when={adding()}>
        <NewSetField
          taken={props.open.map(({ name }) => name)}
          onCreated={props.onCreated}
          onClose={() => {
            setAdding(false)
            add?.focus()
          }}
        />
      </Show>
      <ul>
        <For each={props.open}>
          {(row) => <OpenItem row={row} current={row.id === props.current} onGo={props.onGo} />}
        </For>
      </ul>
      <Show when={props.closed.length > 0}>
        <h2 class="mt-5 flex h-7 items-center pl-2.5 font-nav text-small text-text-3">Closed</h2>
        <ul>
          <For each={closed()}>
            {(row) => <ClosedItem row={row} current={row.id === props.current} onGo={props.onGo} />}
          </For>
        </ul>
        <Show when={props.closed.length > RECENT}>
          <button
            type="button"
            class="mt-1 ml-[34px] rounded-key font-medium text-accent-text text-small hover:underline"
            onClick={() => setAll((on) => !on)}
          >
            {all() ? 'Show fewer' : `Show all ${formatCount(props.closed.length)}`}
          </button>
        </Show>
      </Show>
    </nav>
  )
}

function Item(props: {
  row: ChangeSetRow
  current: boolean
  icon: JSX.Element
  facts: JSX.Element
  onGo: (() => void) | undefined
}) {
  return (
    <li class="mt-0.5">
      <A
        href={`/staged/${props.row.id}`}
        aria-current={props.current ? 'page' : undefined}
        onClick={() => props.onGo?.()}
        class={`focus-inside block rounded-control px-2.5 py-[9px] ${props.current ? 'bg-surface-active' : 'hover:bg-surface-hover'}`}
      >
        <span class="flex items-center gap-2 font-medium">
          {props.icon}
          <span class="min-w-0 truncate" data-tip={props.row.name} data-tip-overflow>
            {props.row.name}
          </span>
        </span>
        <span class="mt-1 flex items-center gap-1 whitespace-nowrap pl-6 text-small text-text-3">
          {props.facts}
        </span>
      </A>
    </li>
  )
}

function OpenItem(props: { row: ChangeSetRow; current: boolean; onGo: (() => void) | undefined }) {
  const progress = useProgress()
  const working = useWorkingChangeSet()
  const running = () => progress.all.find((one) => one.changeSetId === props.row.id && !one.ended)
  const percent = () => {
    const one = running()
    return one && one.total > 0 ? Math.floor((one.done / one.total) * 100) : 0
  }
  const stagers = () => {
    const names = props.row.stagers.map(({ name }) => givenName(name))
    return names.length > 2 ? `${names.length} people` : names.join(', ')
  }
  return (
    <Item
      row={props.row}
      current={props.current}
      onGo={props.onGo}
      icon={
        <Show
          when={running()}
          fallback={
            <CircleDashed
              class={props.row.id === working.id() ? 'text-accent-text' : 'text-text-3'}
              aria-hidden="true"
            />
          }
        >
          <LoaderCircle class="turn text-accent-text" aria-hidden="true" />
        </Show>
      }
      facts={
        <Show
          when={running()}
          fallback={
            <>
              <span class="num min-w-0 truncate">
                {props.row.entries === 0 ? 'Empty' : countOf(props.row.entries, 'entry', 'entries')}
                {stagers() && ` · ${stagers()}`}
              </span>
              <Show when={props.row.conflicts > 0}>
                <span
                  class="num ml-auto inline-flex items-center gap-1 text-warn"
                  data-tip={countOf(props.row.conflicts, 'conflict')}
                >
                  <TriangleAlert class="icon-12" aria-hidden="true" />
                  {formatCount(props.row.conflicts)}
                  <span class="sr-only">{props.row.conflicts === 1 ? 'conflict' : 'conflicts'}</span>
                </span>
              </Show>
              <Show when={props.row.id === working.id()}>
                <span class="sr-only">, you work in this one</span>
              </Show>
            </>
          }
        >
          {(one) => (
            <span class="min-w-0 flex-1">
              <span class="num block">saving, {percent()} %</span>
              <ProgressBar class="mt-1.5 h-1!" label={one().label} done={one().done} total={one().total} />
            </span>
          )}
        </Show>
      }
    />
  )
}

function ClosedItem(props: { row: ChangeSetRow; current: boolean; onGo: (() => void) | undefined }) {
  const me = useMe()
  const who = () => {
    const name = props.row.closedByName
    return name === me.user.name ? 'You' : name ? givenName(name) : ''
  }
  const when = () => (props.row.closedAt ? relativeTime(props.row.closedAt, now()) : '')
  return (
    <Item
      row={props.row}
      current={props.current}
      onGo={props.onGo}
      icon={
        <Dynamic
          component={props.row.status === 'saved' ? CircleCheck : CircleX}
          class="text-text-3"
          aria-hidden="true"
        />
      }
      facts={
        <span class="min-w-0 truncate">
          {props.row.status === 'saved' ? 'Saved' : 'Discarded'} ·{' '}
          {[who(), when()].filter(Boolean).join(', ')}
        </span>
      }
    />
  )
}
