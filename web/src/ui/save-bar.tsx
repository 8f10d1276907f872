import type { JSX } from 'solid-js'
import { Show } from 'solid-js'
import { useShortcuts } from '../store/keys.ts'
import { Button } from './button.tsx'
import { formatCount } from './format-count.ts'

export interface SaveBarProps {
  /** Line 1: who gains or loses what, from the server. */
  impact: JSX.Element
  /** The impact is being computed again: the old line stays, quieter. */
  updating?: boolean
  /** Line 2: "5 changes ready, 1 has nothing to do." and a link to the preview. */
  counts: JSX.Element
  /** How many changes will really happen. */
  count: number
  onSave(): void
  /** The key is quicker than the eye: what Mod+Enter does instead, e.g. asking when the change is large. */
  onSaveByKey?: () => void
  onDiscard(): void
  /** "Discard" on a page, "Discard all" on the change set. */
  discardLabel?: string
  /** Why saving is not possible now; takes the place of line 2. */
  blocked?: string | undefined
  saving?: boolean
}

/** Sticks to the panel's foot with the first staged entry. Pass it to `<Page saveBar>`. */
export function SaveBar(props: SaveBarProps) {
  const rests = () => Boolean(props.blocked) || props.saving || props.count === 0
  useShortcuts({
    keys: 'Mod+Enter',
    does: 'Save',
    section: 'Staged changes',
    run: () => !rests() && (props.onSaveByKey ?? props.onSave)(),
  })
  const label = () =>
    props.saving ? 'Saving…' : `Save ${formatCount(props.count)} ${props.count === 1 ? 'change' : 'changes'}`
  return (
    <section
      aria-label="Save"
      class="rise flex items-center gap-2 bg-surface px-8 py-2.5 shadow-up max-rail:flex-wrap max-rail:px-4 max-rail:pb-[max(12px,env(safe-area-inset-bottom))]"
    >
      <div class="mr-auto min-w-0 max-rail:w-full">
        <p
          class={`font-semi transition-colors ${props.updating ? 'text-text-3' : ''}`}
          aria-busy={props.updating}
        >
          {props.impact}
          <Show when={props.updating}>
            <span class="ml-2 font-regular text-small">Updating…</span>
          </Show>
        </p>
        <p class="text-small text-text-3">
          <Show when={props.blocked} fallback={props.counts}>
            {props.blocked}
          </Show>
        </p>
      </div>
      <Button
        variant="ghost"
        class="max-rail:h-10"
        disabled={props.saving ?? false}
        onClick={() => props.onDiscard()}
      >
        {props.discardLabel ?? 'Discard'}
      </Button>
      <Button
        variant="primary"
        keys="Mod+Enter"
        class="max-rail:h-10 max-rail:flex-1"
        disabled={rests()}
        onClick={() => props.onSave()}
      >
        {label()}
      </Button>
    </section>
  )
}
