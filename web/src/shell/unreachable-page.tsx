import { onCleanup, onMount } from 'solid-js'
import { loadSession } from '../store/session.ts'
import { Button } from '../ui/button.tsx'
import { FullPageMessage } from './full-page-message.tsx'

const RETRY_MS = 3_000

/** The server cannot be reached and nobody is known in this browser. Tries again by itself. */
export function UnreachablePage() {
  onMount(() => {
    document.title = 'Muster cannot be reached'
    const timer = setInterval(() => void loadSession(), RETRY_MS)
    onCleanup(() => clearInterval(timer))
  })
  return (
    <FullPageMessage
      title="The server cannot be reached"
      actions={
        <Button variant="primary" onClick={() => loadSession()}>
          Try now
        </Button>
      }
    >
      Muster tries again by itself every few seconds.
    </FullPageMessage>
  )
}
