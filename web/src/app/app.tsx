import { Navigate, Route, Router } from '@solidjs/router'
import { createEffect, ErrorBoundary, lazy, on, type ParentProps, Suspense } from 'solid-js'
import { CrashPage } from '../shell/crash-page.tsx'
import { session } from '../store/session.ts'
import { LiveAnnouncer } from '../ui/live-announcer.tsx'
import { TooltipLayer } from '../ui/tooltip.tsx'

// Apart from the sign-in page, which should be there at once.
const Console = lazy(() => import('./console.tsx'))
const NotFoundPage = lazy(() => import('../shell/not-found-page.tsx'))
const SignInPage = lazy(() => import('../features/sign-in/sign-in-page.tsx'))
const SetUpPage = lazy(() => import('../features/set-up/set-up-page.tsx'))
const GroupsPage = lazy(() => import('../features/groups/groups-page.tsx'))
const GroupPage = lazy(() => import('../features/groups/group-page.tsx'))
const UsersPage = lazy(() => import('../features/users/users-page.tsx'))
const DashboardsPage = lazy(() => import('../features/dashboards/dashboards-page.tsx'))
const StagedPage = lazy(() => import('../features/change-sets/staged-page.tsx'))

/** What comes next is fetched while nothing else is to do: signing in and going on then wait for no code. */
function fetchAhead(): void {
  const next =
    session().kind === 'signed-in'
      ? [GroupsPage, GroupPage, StagedPage, UsersPage, DashboardsPage]
      : [Console, GroupsPage]
  const idle = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 200))
  const [page, ...rest] = next
  const fetch = (now: typeof page, later: typeof rest) =>
    idle(async () => {
      // Without a connection the page itself says so when it is wanted.
      await now?.preload().catch(() => {})
      const [first, ...others] = later
      if (first) fetch(first, others)
    })
  fetch(page, rest)
}

function Root(props: ParentProps) {
  createEffect(
    on(
      () => session().kind,
      (kind) => kind !== 'unknown' && fetchAhead(),
    ),
  )
  return (
    <ErrorBoundary fallback={(error, reset) => <CrashPage error={error} reset={reset} />}>
      <Suspense>{props.children}</Suspense>
      <TooltipLayer />
      <LiveAnnouncer />
    </ErrorBoundary>
  )
}

/** The console: its routes. */
export function App() {
  return (
    <Router root={Root}>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/set-up" component={SetUpPage} />
      <Route path="/" component={Console}>
        <Route path="/" component={() => <Navigate href="/groups" />} />
        <Route path="/groups" component={GroupsPage} />
        <Route path="/groups/:id" component={GroupPage} />
        <Route path="/users" component={UsersPage} />
        <Route path="/dashboards" component={DashboardsPage} />
        <Route path="/staged/:id?" component={StagedPage} />
        <Route path="*" component={NotFoundPage} />
      </Route>
    </Router>
  )
}
