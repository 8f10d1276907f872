import { ErrorBoundary, onCleanup, type ParentProps, Show, Suspense } from 'solid-js'
import { Palette } from '../features/palette/palette.tsx'
import { useConnection } from '../store/connection.tsx'
import { listenToKeys } from '../store/keys.ts'
import { isPhone, isWide } from '../store/media.ts'
import { CrashPage } from './crash-page.tsx'
import { useFocusOnArrival } from './focus-on-arrival.ts'
import { useGlobalKeys } from './global-keys.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { MenuSheet } from './menu-sheet.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { OutdatedPage } from './outdated-page.tsx'
import { Sidebar } from './sidebar.tsx'

/** The frame around every page of the console. Only the panel scrolls. */
export function Shell(props: ParentProps) {
  const connection = useConnection()
  onCleanup(listenToKeys())
  useGlobalKeys()
  useFocusOnArrival()
  return (
    <Show when={!connection.outdated()} fallback={<OutdatedPage />}>
      {/* biome-ignore lint/a11y/useValidAnchor: it goes to #main; the router would only scroll there */}
      <a
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('main')?.focus()
        }}
        class="-left-[999px] absolute z-90 rounded-control bg-surface px-3 py-1.5 shadow-2 focus:top-3 focus:left-4"
      >
        Skip to content
      </a>
      <div class="grid h-dvh grid-cols-[minmax(0,1fr)] rail:grid-cols-[56px_minmax(0,1fr)] wide:grid-cols-[232px_minmax(0,1fr)]">
        <Show when={!isPhone()}>
          <aside aria-label="Sidebar" class="min-h-0">
            <Sidebar rail={!isWide()} />
          </aside>
        </Show>
        <div class="relative my-2 mr-2 flex min-h-0 min-w-0 flex-col overflow-hidden rounded-panel bg-surface shadow-[0_0_0_1px_var(--c-line-strong),var(--e-1)] max-rail:m-0 max-rail:rounded-none max-rail:shadow-none">
          <OfflineBanner />
          <main id="main" tabindex="-1" class="flex min-h-0 flex-1 flex-col">
            <ErrorBoundary fallback={(error, reset) => <CrashPage error={error} reset={reset} inPanel />}>
              <Suspense>{props.children}</Suspense>
            </ErrorBoundary>
          </main>
        </div>
      </div>
      <MenuSheet />
      <Palette />
      <KeysDialog />
    </Show>
  )
}
