import { A, useLocation } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { useSummary } from '../store/summary.tsx'
import { useWorkingChangeSet } from '../store/working-change-set.tsx'
import { classNames } from '../ui/class-names.ts'
import { formatCount } from '../ui/format-count.ts'
import { type NavItem, navItems } from './nav-items.ts'

/** Links to the console's pages with live counts. `rail` shows icons only. */
export function Nav(props: { rail?: boolean; onGo?: () => void }) {
  return (
    <nav aria-label="Main">
      <ul class="flex flex-col gap-px">
        <For each={navItems}>
          {(item) => <NavLink item={item} rail={props.rail ?? false} onGo={props.onGo} />}
        </For>
      </ul>
    </nav>
  )
}

function NavLink(props: { item: NavItem; rail: boolean; onGo: (() => void) | undefined }) {
  const location = useLocation()
  const summary = useSummary()
  const working = useWorkingChangeSet()
  const here = () =>
    location.pathname === props.item.href || location.pathname.startsWith(`${props.item.href}/`)
  const staged = () => working.open().reduce((sum, set) => sum + set.entries, 0)
  const count = () => {
    const of = props.item.counts
    if (of === 'staged') return working.open().length > 0 ? staged() : undefined
    return of ? summary()?.[of] : undefined
  }
  const isStaged = () => props.item.counts === 'staged'
  return (
    <li>
      <A
        href={props.item.href}
        aria-current={here() ? 'page' : undefined}
        aria-label={props.rail ? props.item.label : undefined}
        data-tip={props.rail ? props.item.label : undefined}
        data-tip-keys={props.rail ? props.item.keys : undefined}
        onClick={() => props.onGo?.()}
        class={classNames(
          'flex items-center rounded-control transition-colors hover:bg-surface-active hover:text-text',
          props.rail
            ? 'size-10 justify-center'
            : 'h-[30px] gap-[9px] px-2 coarse:h-11 max-rail:h-11 max-rail:text-lead',
          here() ? 'bg-surface-active font-medium text-text' : 'font-nav text-text-2 [&>.lucide]:text-text-3',
        )}
      >
        <Dynamic component={props.item.icon} aria-hidden="true" />
        <Show when={!props.rail}>
          <span class="min-w-0 flex-1 truncate">{props.item.label}</span>
          <Show when={count() !== undefined && !(isStaged() && count() === 0)}>
            <span
              class={classNames(
                'num text-micro',
                isStaged()
                  ? 'rounded-full border border-accent border-dashed px-1.5 font-medium text-accent-text leading-[15px]'
                  : 'font-regular text-text-3',
              )}
            >
              {formatCount(count() ?? 0)}
            </span>
          </Show>
        </Show>
      </A>
    </li>
  )
}
