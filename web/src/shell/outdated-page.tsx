import { onMount } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { FullPageMessage } from './full-page-message.tsx'

/** The server speaks a newer protocol than this page. */
export function OutdatedPage() {
  onMount(() => {
    document.title = 'Muster was updated'
  })
  return (
    <FullPageMessage
      title="Muster was updated, reload"
      actions={
        <Button variant="primary" onClick={() => location.reload()}>
          Reload
        </Button>
      }
    >
      This page is older than the server. Your staged changes are kept.
    </FullPageMessage>
  )
}
