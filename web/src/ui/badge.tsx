/** Round is state, square is kind, dashed is staged. Every sign has a word. */
import Check from 'lucide-solid/icons/check'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import Equal from 'lucide-solid/icons/equal'
import Lock from 'lucide-solid/icons/lock'
import Minus from 'lucide-solid/icons/minus'
import Plus from 'lucide-solid/icons/plus'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import type { ParentProps } from 'solid-js'
import { Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { classNames } from './class-names.ts'
import type { Icon } from './icon.ts'
import { VisuallyHidden } from './visually-hidden.tsx'

const square =
  'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-badge px-[7px] font-badge text-small leading-none'

export type BadgeTone = 'neutral' | 'outline' | 'violet' | 'blue' | 'add' | 'remove' | 'warn' | 'accent'
const tones: Record<BadgeTone, string> = {
  neutral: 'bg-neutral-soft text-text-2',
  outline: 'border border-line-strong bg-badge-quiet text-text-2',
  violet: 'bg-violet-soft text-violet',
  blue: 'bg-blue-soft text-blue',
  add: 'bg-add-soft text-add',
  remove: 'bg-remove-soft text-remove',
  warn: 'bg-warn-soft text-warn',
  accent: 'bg-accent-soft text-accent-text',
}

/** A square badge: what kind of thing this is. */
export function Badge(props: ParentProps<{ tone?: BadgeTone; icon?: Icon; class?: string }>) {
  return (
    <span class={classNames(square, tones[props.tone ?? 'neutral'], props.class)}>
      <Show when={props.icon}>
        <Dynamic component={props.icon} class="-ml-0.5 icon-12" aria-hidden="true" />
      </Show>
      {props.children}
    </span>
  )
}

export type Status = 'active' | 'invited' | 'disabled' | 'published' | 'draft'
const statuses: Record<Status, { word: string; dot: string }> = {
  active: { word: 'Active', dot: 'bg-add-mark' },
  published: { word: 'Published', dot: 'bg-add-mark' },
  invited: { word: 'Invited', dot: 'border-[1.5px] border-blue' },
  disabled: { word: 'Disabled', dot: 'border-[1.5px] border-line-control' },
  draft: { word: 'Draft', dot: 'border-[1.5px] border-line-control' },
}

/** A dot and a word, no fill. */
export function StatusBadge(props: { status: Status; class?: string }) {
  return (
    <span
      class={classNames(
        'inline-flex items-center gap-[7px] whitespace-nowrap text-small text-text-2',
        props.class,
      )}
    >
      <span
        aria-hidden="true"
        class={classNames('size-[7px] shrink-0 rounded-full', statuses[props.status].dot)}
      />
      {statuses[props.status].word}
    </span>
  )
}

export type RoleName = 'admin' | 'manager' | 'analyst' | 'viewer'
const roles: Record<RoleName, { word: string; tone: BadgeTone }> = {
  admin: { word: 'Admin', tone: 'violet' },
  manager: { word: 'Manager', tone: 'blue' },
  analyst: { word: 'Analyst', tone: 'neutral' },
  viewer: { word: 'Viewer', tone: 'outline' },
}

export function RoleBadge(props: { role: RoleName }) {
  return <Badge tone={roles[props.role].tone}>{roles[props.role].word}</Badge>
}

export type EntryState = 'ready' | 'no-op' | 'conflict'
const states: Record<EntryState, { word: string; tone: string; icon: Icon }> = {
  ready: { word: 'Ready', tone: 'text-add', icon: Check },
  'no-op': { word: 'No-op', tone: 'text-text-3', icon: Equal },
  conflict: { word: 'Conflict', tone: 'text-warn', icon: TriangleAlert },
}

/** Where a staged entry stands: sign and word. */
export function EntryStateBadge(props: { state: EntryState }) {
  return (
    <span
      class={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap font-badge text-small',
        states[props.state].tone,
      )}
    >
      <Dynamic component={states[props.state].icon} class="icon-12" aria-hidden="true" />
      {states[props.state].word}
    </span>
  )
}

/** Dashed: not saved. `add` and `remove` carry their sign; without it the staged circle. */
export function StagedBadge(props: ParentProps<{ op?: 'add' | 'remove' | undefined; class?: string }>) {
  const tone = () =>
    props.op === 'add'
      ? 'border-add-mark text-add'
      : props.op === 'remove'
        ? 'border-remove-mark text-remove'
        : 'border-accent text-accent-text'
  const icon = () => (props.op === 'add' ? Plus : props.op === 'remove' ? Minus : CircleDashed)
  return (
    <span
      class={classNames(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-control border border-dashed px-1.5 font-badge text-small leading-none',
        tone(),
        props.class,
      )}
    >
      <Dynamic component={icon()} class="icon-12" aria-hidden="true" />
      {props.children}
    </span>
  )
}

export function BuiltInBadge() {
  return (
    <Badge tone="outline" icon={Lock}>
      Built-in
    </Badge>
  )
}

/** What an entry does: + adds, − removes, = nothing to do, △ conflict, in a small square with hidden words. */
export function SignBadge(props: { sign: 'add' | 'remove' | 'none' | 'conflict' }) {
  const signs = {
    add: { icon: Plus, tone: 'bg-add-soft text-add', word: 'Add' },
    remove: { icon: Minus, tone: 'bg-remove-soft text-remove', word: 'Remove' },
    none: { icon: Equal, tone: 'bg-neutral-soft text-text-3', word: 'Nothing to do' },
    conflict: { icon: TriangleAlert, tone: 'bg-warn-soft text-warn', word: 'Conflict' },
  } as const
  return (
    <span
      class={classNames('inline-grid size-4 shrink-0 place-items-center rounded-key', signs[props.sign].tone)}
    >
      <Dynamic component={signs[props.sign].icon} class="icon-12" aria-hidden="true" />
      <VisuallyHidden>{signs[props.sign].word}</VisuallyHidden>
    </span>
  )
}
