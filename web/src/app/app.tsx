import { Navigate, Route, Router } from '@solidjs/router'
import { ErrorBoundary, lazy, type ParentProps, Suspense } from 'solid-js'
import { CrashPage } from '../shell/crash-page.tsx'
import { LiveAnnouncer } from '../ui/live-announcer.tsx'
import { MenuLayer } from '../ui/menu.tsx'
import { ToastLayer } from '../ui/toast.tsx'
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

function Root(props: ParentProps) {
  return (
    <ErrorBoundary fallback={(error, reset) => <CrashPage error={error} reset={reset} />}>
      <Suspense>{props.children}</Suspense>
      <MenuLayer />
      <TooltipLayer />
      <ToastLayer />
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
