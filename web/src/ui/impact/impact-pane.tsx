import LayoutDashboard from 'lucide-solid/icons/layout-dashboard'
import Minus from 'lucide-solid/icons/minus'
import Plus from 'lucide-solid/icons/plus'
import UsersRound from 'lucide-solid/icons/users-round'
import { createMemo, createUniqueId, For, Match, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { LiveView } from '../../store/use-view.ts'
import type { ImpactMeta, ImpactRow } from '../../store/view-rows.ts'
import { Avatar } from '../avatar.tsx'
import { SignBadge } from '../badge.tsx'
import { countOf, formatCount } from '../format-count.ts'
import { Segmented } from '../segmented.tsx'
import { Loading, Skeleton } from '../skeleton.tsx'
import {
  type ImpactBy,
  type ImpactLine,
  impactLines,
  lineCounts,
  lineDetail,
  lineTitle,
} from './impact-lines.ts'

/** Lines that can be picked, to see what of the page they come from. */
export interface PickLine {
  chosen(line: ImpactLine): boolean
  /** Chosen, or touched by what is chosen elsewhere. */
  marked(line: ImpactLine): boolean
  run(line: ImpactLine): void
}

/** Who gains and who loses what when a change set, or a part of it, is saved. */
export function ImpactPane(props: {
  impact: LiveView<ImpactRow, ImpactMeta>
  by: ImpactBy
  onBy(by: ImpactBy): void
  pick?: PickLine
  /** In a dialog whose title says what it is. */
  untitled?: boolean
}) {
  const id = createUniqueId()
  const lines = createMemo(() => impactLines(props.impact.rows))
  const meta = () => props.impact.meta
  const more = () => {
    const now = meta()
    return now ? Math.max(0, now.total - now.shown) : 0
  }
  return (
    <section aria-labelledby={id} class={props.untitled ? 'pt-1' : 'px-5 py-4'}>
      <div class="flex items-center gap-2">
        <h2 id={id} class={props.untitled ? 'sr-only' : 'flex-1 font-semi'}>
          Impact
        </h2>
        <Segmented
          label="Impact by"
          value={props.by}
          onChange={props.onBy}
          items={[
            { value: 'people', label: 'People' },
            { value: 'dashboards', label: 'Dashboards' },
          ]}
        />
      </div>
      <Loading
        when={props.impact.status === 'loading'}
        label="Loading the impact"
        skeleton={<ImpactSkeleton />}
      >
        <Switch>
          <Match when={props.impact.status === 'problem'}>
            <p class="mt-3 text-text-2">
              The impact did not load. Saving is not affected.{' '}
              <button
                type="button"
                class="rounded-key font-medium text-accent-text hover:underline"
                onClick={() => props.impact.retry()}
              >
                Try again
              </button>
            </p>
          </Match>
          <Match when={meta()}>
            {(now) => (
              <>
                <div class="mt-2.5 grid grid-cols-2 gap-2">
                  <Tile sign="add" count={now().gainUsers} words="gain" />
                  <Tile sign="remove" count={now().loseUsers} words="lose" />
                </div>
                <Show
                  when={lines().length > 0}
                  fallback={<p class="mt-3 text-text-3">Saving changes nobody’s access.</p>}
                >
                  <ul class="mt-2">
                    <For each={lines()}>{(line) => <Line line={line} by={props.by} pick={props.pick} />}</For>
                  </ul>
                </Show>
                <Show when={more() > 0}>
                  <p class="num border-line border-t pt-2 text-small text-text-3">
                    and{' '}
                    {countOf(
                      more(),
                      props.by === 'people' ? 'person' : 'dashboard',
                      props.by === 'people' ? 'people' : 'dashboards',
                    )}{' '}
                    more, each with smaller effects
                  </p>
                </Show>
              </>
            )}
          </Match>
        </Switch>
      </Loading>
    </section>
  )
}

function Tile(props: { sign: 'add' | 'remove'; count: number; words: 'gain' | 'lose' }) {
  const words = () =>
    `${props.count === 1 ? 'person' : 'people'} ${props.words}${props.count === 1 ? 's' : ''} access`
  const tone = () => {
    if (props.count === 0) return 'text-text-3'
    return props.sign === 'add' ? 'text-add' : 'text-remove'
  }
  return (
    <div class="rounded-control border border-line-strong bg-surface px-3 py-2.5">
      <p class={`num flex items-center gap-1.5 font-semi text-[18px] leading-6 tracking-[-0.01em] ${tone()}`}>
        <Show when={props.sign === 'add'} fallback={<Minus class="icon-14" aria-hidden="true" />}>
          <Plus class="icon-14" aria-hidden="true" />
        </Show>
        {formatCount(props.count)}
      </p>
      <p class="text-small text-text-3">{words()}</p>
    </div>
  )
}

function Line(props: { line: ImpactLine; by: ImpactBy; pick: PickLine | undefined }) {
  const first = () => props.line.rows[0]
  const counts = () => lineCounts(props.line)
  const names = () => {
    const all = props.line.rows.map(({ name }) => name)
    return all.length > 20
      ? `${all.slice(0, 20).join(', ')} and ${formatCount(all.length - 20)} more`
      : all.join(', ')
  }
  return (
    <li class="border-line border-t first:border-t-0">
      <Dynamic
        component={props.pick ? 'button' : 'div'}
        type={props.pick ? 'button' : undefined}
        aria-pressed={props.pick?.chosen(props.line)}
        onClick={() => props.pick?.run(props.line)}
        class={`-mx-2.5 grid w-[calc(100%+20px)] grid-cols-[18px_20px_minmax(0,1fr)_auto] items-start gap-2 rounded-control px-2.5 py-1.5 text-left ${props.pick?.marked(props.line) ? 'bg-accent-soft' : props.pick ? 'hover:bg-surface-hover' : ''} ${props.pick ? 'focus-inside' : ''}`}
      >
        <span class="mt-0.5 flex">
          <SignBadge sign={(first()?.gainCount ?? 0) > 0 ? 'add' : 'remove'} />
        </span>
        <span class="flex text-text-3">
          <Switch>
            <Match when={props.by === 'dashboards'}>
              <LayoutDashboard class="mt-0.5" aria-hidden="true" />
            </Match>
            <Match when={props.line.rows.length > 4}>
              <UsersRound class="mt-0.5" aria-hidden="true" />
            </Match>
            <Match when={first()}>{(row) => <Avatar id={row().id} name={row().name} size={20} />}</Match>
          </Switch>
        </span>
        <span class="min-w-0">
          <span
            class="block font-medium [overflow-wrap:anywhere]"
            data-tip={props.line.rows.length > 1 ? names() : undefined}
          >
            {lineTitle(props.line, props.by)}
          </span>
          <span class="mt-px block text-small text-text-3 leading-[17px]">
            {lineDetail(props.line, props.by)}
          </span>
        </span>
        <span class="num text-right font-semi">
          <span class="block text-add">{counts().gain}</span>
          <span class="block text-remove">{counts().lose}</span>
        </span>
      </Dynamic>
    </li>
  )
}

function ImpactSkeleton() {
  return (
    <div>
      <div class="mt-2.5 grid grid-cols-2 gap-2">
        <Skeleton class="h-[62px] w-full" />
        <Skeleton class="h-[62px] w-full" />
      </div>
      <For each={[0, 1, 2, 3]}>{() => <Skeleton class="mt-3 h-8 w-full" />}</For>
    </div>
  )
}
