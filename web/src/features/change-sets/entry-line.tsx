import CircleDashed from 'lucide-solid/icons/circle-dashed'
import Clock from 'lucide-solid/icons/clock'
import FileSpreadsheet from 'lucide-solid/icons/file-spreadsheet'
import LayoutDashboard from 'lucide-solid/icons/layout-dashboard'
import LoaderCircle from 'lucide-solid/icons/loader-circle'
import X from 'lucide-solid/icons/x'
import { Match, Show, Switch } from 'solid-js'
import { now, serverNow } from '../../store/clock.ts'
import { useMe } from '../../store/engine.tsx'
import { givenName } from '../../store/hue.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { EntryStateBadge, SignBadge } from '../../ui/badge.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { touches } from '../../ui/impact/impact-lines.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { exactTime } from '../../ui/time-words.ts'
import { reasonWords } from '../../ui/words/reason-words.ts'
import { useOpenSet } from './change-set-context.tsx'
import { batchWords, stagedTime, whatIsStaged } from './entry-words.ts'
import type { PageEntry } from './page-entries.ts'

/** Not acknowledged after a second: say so. */
const SENDING_MS = 1_000

/** One entry: sign, who or what, where it stands, who staged it and when, undo. */
export function EntryLine(props: { entry: PageEntry; cursor: boolean; onUndo(): void; onCursor(): void }) {
  const me = useMe()
  const open = useOpenSet()
  const mine = () => props.entry.by.id === me.user.id
  const stagedBy = () => {
    if (mine()) return ` by you, ${me.user.name}`
    return props.entry.by.name && ` by ${props.entry.by.name}`
  }
  const selected = () => {
    const now = open.selected()
    if (!now) return false
    if ('entry' in now) return now.entry.key === props.entry.key
    const subject = props.entry.subject?.id
    return subject !== undefined && now.line.rows.some((row) => touches(row, subject))
  }
  const chosen = () => {
    const now = open.selected()
    return now !== undefined && 'entry' in now && now.entry.key === props.entry.key
  }
  const sign = () => {
    if (props.entry.state === 'no-op') return 'none' as const
    if (props.entry.state === 'conflict') return 'conflict' as const
    return props.entry.op === 'remove' ? ('remove' as const) : ('add' as const)
  }
  /** A file of memberships adds and removes: no one sign says it. */
  const bothWays = () => props.entry.batch?.of === 'memberships' && props.entry.state === 'ready'
  const note = () => {
    const { batch, reason, kind } = { ...props.entry, kind: props.entry.change.kind }
    if (batch) return batchWords(batch)
    if (props.entry.state === 'no-op' && reason)
      return reasonWords(reason, { kind, me: me.user.id, now: now() })
    return props.entry.subject?.detail ?? ''
  }
  const name = () => props.entry.batch?.name ?? props.entry.subject?.name ?? ''
  const saving = () => open.saving() && props.entry.state === 'ready'
  /** Reads the ticking clock, so that it is asked again. */
  const late = () =>
    props.entry.unsent && Math.max(now(), serverNow()) - Date.parse(props.entry.at) > SENDING_MS
  return (
    <div
      class={`-mx-2 flex min-h-[38px] items-center gap-[9px] px-2 max-rail:grid max-rail:min-h-[52px] max-rail:grid-cols-[16px_20px_minmax(0,1fr)_auto_40px] max-rail:gap-y-0 max-rail:py-1.5 ${selected() ? 'rounded-control bg-accent-soft' : 'hover:bg-surface-hover'} ${saving() ? 'opacity-55' : ''}`}
    >
      <span class="flex max-rail:row-span-2">
        <Switch fallback={<SignBadge sign={sign()} />}>
          <Match when={saving()}>
            <LoaderCircle class="turn text-accent-text" aria-hidden="true" />
          </Match>
          <Match when={bothWays()}>
            <CircleDashed class="text-text-3" aria-hidden="true" />
          </Match>
        </Switch>
      </span>
      <span class="flex shrink-0 text-text-3 max-rail:row-span-2">
        <Switch fallback={<LayoutDashboard class="mx-0.5" aria-hidden="true" />}>
          <Match when={props.entry.batch}>
            <FileSpreadsheet class="mx-0.5" aria-hidden="true" />
          </Match>
          <Match when={props.entry.change.kind === 'membership' && props.entry.subject}>
            {(subject) => <Avatar id={subject().id} name={subject().name} size={20} />}
          </Match>
        </Switch>
      </span>
      <button
        type="button"
        data-cursor={props.entry.key}
        tabindex={props.cursor ? 0 : -1}
        aria-pressed={chosen()}
        onFocus={() => props.onCursor()}
        onClick={() => open.select(chosen() ? undefined : { entry: props.entry })}
        class={`min-w-0 shrink truncate rounded-key text-left font-medium max-rail:text-lead ${props.entry.state === 'ready' ? '' : 'text-text-3'}`}
        data-tip={name()}
        data-tip-overflow
      >
        <Show when={name()} fallback={<Skeleton class="inline-block h-3 w-28" />}>
          {name()}
        </Show>
      </button>
      <span
        class="min-w-0 flex-1 basis-0 truncate text-small text-text-3 max-rail:hidden"
        data-tip={note()}
        data-tip-overflow
      >
        {note()}
      </span>
      <span class="shrink-0 max-rail:col-start-3 max-rail:row-start-2">
        <Show
          when={props.entry.batch}
          fallback={
            <span class="inline-flex w-[74px] max-rail:w-auto">
              <EntryStateBadge state={props.entry.state} />
            </span>
          }
        >
          {(batch) => <BatchCounts batch={batch()} />}
        </Show>
      </span>
      <span class="inline-flex w-[84px] shrink-0 items-center gap-[7px] whitespace-nowrap text-small text-text-3 max-rail:col-start-4 max-rail:row-span-2 max-rail:row-start-1 max-rail:w-auto">
        <Avatar id={props.entry.by.id} name={props.entry.by.name} size={16} />
        <span
          class="num"
          aria-hidden="true"
          data-tip={[props.entry.by.name, exactTime(props.entry.at)].filter(Boolean).join(', ')}
        >
          <Show when={!late()} fallback={<Clock class="icon-12 text-accent-text" />}>
            {stagedTime(props.entry.at, now())}
          </Show>
        </span>
        <span class="sr-only">
          staged{stagedBy()}, {stagedTime(props.entry.at, now())}
          <Show when={late()}>{open.live() ? ', sending' : ', staged here, not sent yet'}</Show>
        </span>
      </span>
      <Show when={!saving()} fallback={<span class="size-6 shrink-0" />}>
        <IconButton
          icon={X}
          size={24}
          name={`Undo ${whatIsStaged(props.entry)}`}
          tip={mine() || !props.entry.by.name ? 'Undo' : `Undo what ${givenName(props.entry.by.name)} staged`}
          tabindex={props.cursor ? 0 : -1}
          data-undo
          class="max-rail:col-start-5 max-rail:row-span-2 max-rail:row-start-1 max-rail:size-10"
          onFocus={() => props.onCursor()}
          onClick={() => props.onUndo()}
        />
      </Show>
    </div>
  )
}

/** Where the rows of a batch stand; zeros are left out. */
function BatchCounts(props: { batch: NonNullable<PageEntry['batch']> }) {
  return (
    <span class="num inline-flex gap-3 pr-4 max-rail:pr-0">
      <Show when={props.batch.ready > 0}>
        <span class="inline-flex items-center gap-1 text-small text-text-3">
          {formatCount(props.batch.ready)} <EntryStateBadge state="ready" />
        </span>
      </Show>
      <Show when={props.batch.noop > 0}>
        <span class="inline-flex items-center gap-1 text-small text-text-3">
          {formatCount(props.batch.noop)} <EntryStateBadge state="no-op" />
        </span>
      </Show>
      <Show when={props.batch.conflicts > 0}>
        <span class="inline-flex items-center gap-1 text-small text-text-3">
          {formatCount(props.batch.conflicts)} <EntryStateBadge state="conflict" />
        </span>
      </Show>
    </span>
  )
}
