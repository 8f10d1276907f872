import { Show } from 'solid-js'
import { Avatar } from '../../ui/avatar.tsx'
import { Highlighted } from '../../ui/highlighted.tsx'
import { matchedParts } from '../../ui/matched-parts.ts'
import type { Known } from './find-known.ts'
import type { Of } from './group-context.tsx'

/** Why somebody or something cannot be picked, and who saw to that. */
export interface Taken {
  words: string
  by?: { id: string; name: string }
}

/** One line of the search drop-down: who it is, why it was found, or why it cannot be picked. */
export function AddOption(props: {
  id: string
  of: Of
  option: Known
  query: string
  taken: Taken | undefined
  picked: boolean
  active: boolean
  onPick(): void
}) {
  const on = () => props.picked || props.taken !== undefined
  /** The name says why it was found; the detail need not say it again. */
  const named = () => matchedParts(props.option.name, props.query).some((part) => part.matched)
  return (
    <div
      id={props.id}
      tabIndex={-1}
      role="option"
      aria-selected={on()}
      aria-disabled={props.taken ? 'true' : undefined}
      data-active={props.active ? '' : undefined}
      class="flex min-h-[34px] cursor-default items-center gap-[9px] rounded-badge px-2 hover:bg-surface-hover data-active:bg-surface-hover data-active:shadow-[inset_0_0_0_1px_var(--c-line-strong)] dark:data-active:bg-surface-active coarse:min-h-11"
      on:click={() => props.onPick()}
    >
      <OptionBox on={on()} fixed={props.taken !== undefined} />
      <Show when={props.of === 'members'}>
        <Avatar id={props.option.id} name={props.option.name} size={20} />
      </Show>
      <span class={`whitespace-nowrap font-medium ${props.taken ? 'text-text-3' : ''}`}>
        <Highlighted text={props.option.name} search={props.query} />
      </span>
      <Show
        when={props.taken}
        fallback={
          <span class="min-w-0 truncate text-text-3">
            <Highlighted text={props.option.detail} search={named() ? '' : props.query} />
          </span>
        }
      >
        {(why) => (
          <span class="ml-auto inline-flex items-center gap-1.5 whitespace-nowrap text-small text-text-3">
            <Show when={why().by}>{(by) => <Avatar id={by().id} name={by().name} size={16} />}</Show>
            {why().words}
          </span>
        )}
      </Show>
      <Show when={props.option.status === 'disabled' && !props.taken}>
        <span class="ml-auto text-small text-text-3">Disabled</span>
      </Show>
    </div>
  )
}

/** The drawn checkbox of an option: the option itself carries the state. */
function OptionBox(props: { on: boolean; fixed: boolean }) {
  const look = () => {
    if (props.fixed) return 'border-line-strong bg-neutral-soft'
    return props.on ? 'border-accent bg-accent' : 'border-line-control bg-surface-raised'
  }
  return (
    <span
      aria-hidden="true"
      class={`inline-grid size-[15px] shrink-0 place-items-center rounded-key border-[1.25px] ${look()}`}
    >
      <Show when={props.on}>
        <span
          class={`h-[7.5px] w-1 -translate-y-px rotate-45 border-r-[1.75px] border-b-[1.75px] ${props.fixed ? 'border-text-3' : 'border-on-accent'}`}
        />
      </Show>
    </span>
  )
}
