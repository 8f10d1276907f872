import CircleAlert from 'lucide-solid/icons/circle-alert'
import Copy from 'lucide-solid/icons/copy'
import RefreshCw from 'lucide-solid/icons/refresh-cw'
import type { ParentProps } from 'solid-js'
import { Show } from 'solid-js'
import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'
import { toast } from './toast.tsx'

/** What failed (title), what is safe (children), what to do. The error ID is behind a button. */
export function ErrorState(
  props: ParentProps<{ title: string; onRetry?: () => void; errorId?: string | undefined; class?: string }>,
) {
  const copy = async (id: string) => {
    await navigator.clipboard.writeText(id)
    toast({ title: 'Error ID copied' })
  }
  return (
    <div role="alert">
      <EmptyState
        icon={CircleAlert}
        iconClass="text-remove"
        title={props.title}
        class={props.class ?? ''}
        actions={
          <>
            <Show when={props.onRetry}>
              {(retry) => (
                <Button icon={RefreshCw} onClick={() => retry()()}>
                  Try again
                </Button>
              )}
            </Show>
            <Show when={props.errorId}>
              {(id) => (
                <Button variant="ghost" icon={Copy} onClick={() => copy(id())}>
                  Copy error ID
                </Button>
              )}
            </Show>
          </>
        }
      >
        {props.children}
      </EmptyState>
    </div>
  )
}
