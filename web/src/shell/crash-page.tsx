import { onMount } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { FullPageMessage } from './full-page-message.tsx'

/** Something of ours broke while drawing. */
export function CrashPage(props: { error: unknown; reset: () => void; inPanel?: boolean }) {
  onMount(() => {
    document.title = 'This page stopped working – Muster'
    console.error(props.error)
  })
  const details = () =>
    props.error instanceof Error ? (props.error.stack ?? props.error.message) : String(props.error)
  return (
    <FullPageMessage
      title="This page stopped working"
      inPanel={props.inPanel ?? false}
      actions={
        <>
          <Button variant="primary" onClick={() => props.reset()}>
            Try again
          </Button>
          <Button onClick={() => location.reload()}>Reload</Button>
          <Button variant="ghost" onClick={() => navigator.clipboard.writeText(details())}>
            Copy details
          </Button>
        </>
      }
    >
      The fault is ours. Nothing was saved by it, and your staged changes are kept.
    </FullPageMessage>
  )
}
