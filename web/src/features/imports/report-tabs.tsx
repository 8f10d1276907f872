import CircleAlert from 'lucide-solid/icons/circle-alert'
import Equal from 'lucide-solid/icons/equal'
import Plus from 'lucide-solid/icons/plus'
import { For } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { formatCount } from '../../ui/format-count.ts'
import type { DryRun } from './import-requests.ts'

export type ReportTab = 'ready' | 'noop' | 'problems'

/** Three numbers that add up to the rows of the file. */
export function ReportTabs(props: {
  report: DryRun
  nothing: string
  value: ReportTab
  onChange(tab: ReportTab): void
  controls: string
}) {
  const tabs = [
    { value: 'ready', icon: Plus, tone: 'text-add', words: () => 'ready to stage' },
    { value: 'noop', icon: Equal, tone: 'text-text-2', words: () => `${props.nothing}, nothing to do` },
    { value: 'problems', icon: CircleAlert, tone: 'text-remove', words: () => 'problems, left out' },
  ] as const
  function move(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const at = (tabs.findIndex(({ value }) => value === props.value) + step + tabs.length) % tabs.length
    props.onChange(tabs[at]?.value ?? 'ready')
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[at]?.focus()
  }
  return (
    <div
      role="tablist"
      aria-label="Result of the check"
      onKeyDown={move}
      class="grid grid-cols-3 overflow-hidden rounded-box border border-line-strong"
    >
      <For each={tabs}>
        {(tab) => (
          <button
            type="button"
            role="tab"
            aria-selected={props.value === tab.value}
            aria-controls={props.controls}
            tabindex={props.value === tab.value ? 0 : -1}
            onClick={() => props.onChange(tab.value)}
            class="focus-inside flex flex-col justify-start border-line-strong border-l px-3.5 py-2.5 text-left first:border-l-0 hover:bg-surface-hover aria-selected:shadow-[inset_0_-2px_0_var(--c-text)] max-rail:px-2.5"
          >
            <b
              class={`num flex items-center gap-[7px] font-semi text-[18px] leading-6 tracking-[-0.01em] ${props.report[tab.value] > 0 ? tab.tone : 'text-text-3'}`}
            >
              <Dynamic component={tab.icon} class="icon-14" aria-hidden="true" />
              {formatCount(props.report[tab.value])}
            </b>{' '}
            <span class={`block text-small ${props.value === tab.value ? 'text-text-2' : 'text-text-3'}`}>
              {tab.words()}
            </span>
          </button>
        )}
      </For>
    </div>
  )
}
