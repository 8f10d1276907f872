import './bulk-bar.css'
import X from 'lucide-solid/icons/x'
import type { ParentProps } from 'solid-js'
import { Portal } from 'solid-js/web'
import { formatCount } from '../format-count.ts'
import { IconButton } from '../icon-button.tsx'

/** What can be done with the selected rows: floats over the foot of the page until nothing is selected. */
export function BulkBar(props: ParentProps<{ count: number; label: string; onClear(): void }>) {
  return (
    <Portal>
      <aside
        aria-label="Selection"
        class="bulk-place pointer-events-none fixed inset-x-0 z-30 flex justify-center px-3 rail:left-14 wide:left-[232px]"
      >
        <div
          role="toolbar"
          aria-label={props.label}
          class="rise pointer-events-auto flex h-11 max-w-full items-center gap-0.5 overflow-x-auto rounded-panel bg-surface-inverse pr-1.5 pl-3.5 text-text-inverse shadow-3"
        >
          <span class="num whitespace-nowrap font-medium">{formatCount(props.count)} selected</span>
          <span class="mx-2 h-4 w-px shrink-0 bg-current opacity-20 max-rail:hidden" />
          {props.children}
          <span class="mx-2 h-4 w-px shrink-0 bg-current opacity-20 max-rail:hidden" />
          <IconButton
            icon={X}
            name="Clear selection"
            keys="Escape"
            class="text-text-inverse-2 hover:bg-transparent hover:text-text-inverse"
            onClick={() => props.onClear()}
          />
        </div>
      </aside>
    </Portal>
  )
}

/** A verb of the bulk bar. */
export function BulkVerb(props: ParentProps<{ onClick(): void; disabled?: boolean }>) {
  return (
    <button
      type="button"
      disabled={props.disabled ?? false}
      onClick={() => props.onClick()}
      class="h-8 whitespace-nowrap rounded-control px-2.5 font-nav max-rail:px-2 hover:bg-[color-mix(in_srgb,currentColor_10%,transparent)] coarse:h-10"
    >
      {props.children}
    </button>
  )
}
