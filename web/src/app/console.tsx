import { useLocation, useNavigate } from '@solidjs/router'
import { createEffect, Match, type ParentProps, Show, Switch } from 'solid-js'
import { Shell } from '../shell/shell.tsx'
import { UnreachablePage } from '../shell/unreachable-page.tsx'
import { ConnectionProvider } from '../store/connection.tsx'
import { EngineProvider } from '../store/engine.tsx'
import { PresenceProvider } from '../store/here.tsx'
import { ProgressProvider } from '../store/progress.tsx'
import { type Me, session } from '../store/session.ts'
import { SummaryProvider } from '../store/summary.tsx'
import { WorkingChangeSetProvider } from '../store/working-change-set.tsx'
import { MenuLayer } from '../ui/menu.tsx'
import { ToastLayer } from '../ui/toast.tsx'

/** Everything that needs to be signed in: the engine, its stores, the shell. */
export default function Console(props: ParentProps) {
  const me = (): Me | undefined => {
    const now = session()
    return now.kind === 'signed-in' ? now.me : undefined
  }
  // A new person or organization gets a new engine; a fresh answer about the same one does not.
  const seat = () => {
    const now = me()
    return now && `${now.user.id} ${now.organization.id}`
  }
  return (
    <>
      <Switch>
        <Match when={session().kind === 'unreachable'}>
          <UnreachablePage />
        </Match>
        <Match when={session().kind === 'signed-out'}>
          <ToSignIn />
        </Match>
        <Match when={seat()}>
          <Show when={seat()} keyed>
            <Show when={me()}>{(now) => <Seat me={now()}>{props.children}</Seat>}</Show>
          </Show>
        </Match>
      </Switch>
      <MenuLayer />
      <ToastLayer />
    </>
  )
}

function Seat(props: ParentProps<{ me: Me }>) {
  return (
    <EngineProvider me={props.me}>
      <ConnectionProvider>
        <PresenceProvider>
          <SummaryProvider>
            <WorkingChangeSetProvider>
              <ProgressProvider>
                <Shell>{props.children}</Shell>
              </ProgressProvider>
            </WorkingChangeSetProvider>
          </SummaryProvider>
        </PresenceProvider>
      </ConnectionProvider>
    </EngineProvider>
  )
}

function ToSignIn() {
  const navigate = useNavigate()
  const location = useLocation()
  createEffect(() => {
    const here = `${location.pathname}${location.search}`
    navigate(here === '/' || here === '/groups' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here)}`, {
      replace: true,
    })
  })
  return null
}
