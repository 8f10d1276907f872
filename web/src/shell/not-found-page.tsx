import { A } from '@solidjs/router'
import Compass from 'lucide-solid/icons/compass'
import { buttonClass } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from './page.tsx'

/** Nothing at this address, or nothing that you may see. */
export default function NotFoundPage() {
  return (
    <Page title="Not found">
      <h1 class="sr-only">Not found</h1>
      <EmptyState
        icon={Compass}
        title="There is nothing here"
        actions={
          <A href="/groups" class={buttonClass()}>
            Go to User groups
          </A>
        }
      >
        The address is wrong, or what was here has been deleted.
      </EmptyState>
    </Page>
  )
}
