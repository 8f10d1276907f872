import { isProblem, type Problem } from '@muster/sync/protocol/problem.ts'
import { useNavigate, useParams } from '@solidjs/router'
import Trash from 'lucide-solid/icons/trash'
import UsersRound from 'lucide-solid/icons/users-round'
import { createEffect, createSignal, Match, Show, Switch } from 'solid-js'
import NotFoundPage from '../../shell/not-found-page.tsx'
import { Page } from '../../shell/page.tsx'
import { useMe } from '../../store/engine.tsx'
import { givenName } from '../../store/hue.ts'
import { useSaveChangeSet } from '../../store/save-change-set.ts'
import { type Fresh, useView } from '../../store/use-view.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { announce } from '../../ui/live-announcer.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { ImportDialog } from '../imports/import-dialog.tsx'
import { DangerZone } from './danger-zone.tsx'
import { DashboardsSection } from './dashboards-section.tsx'
import { GroupProvider, useGroup } from './group-context.tsx'
import { GroupHeader } from './group-header.tsx'
import { GroupSaveBar } from './group-save-bar.tsx'
import { MembersSection } from './members-section.tsx'
import { useLastDeletion } from './use-last-deletion.ts'
import { UserCardLayer } from './user-card.tsx'

const crumbs = [{ label: 'User groups', href: '/groups' }]

/** One group (C29–C44): its name, members, dashboards, what is staged of them, and the end of it. */
export default function GroupPage() {
  const params = useParams()
  return (
    <Show when={params.id} keyed>
      {(id) => <OneGroup id={id} />}
    </Show>
  )
}

function OneGroup(props: { id: string }) {
  const detail = useView('group.detail', () => ({ groupId: props.id }))
  const deletion = useLastDeletion()
  const [known, setKnown] = createSignal<string>()
  createEffect(() => {
    const name = detail.rows[0]?.name
    if (name !== undefined) setKnown(name)
  })
  return (
    <Switch>
      <Match when={detail.rows[0]}>
        {(group) => (
          <GroupProvider group={group()}>
            <Content fresh={detail.fresh(props.id)} />
          </GroupProvider>
        )}
      </Match>
      <Match when={detail.status === 'problem' && known() === undefined && isNowhere(detail.problem)}>
        <NotFoundPage />
      </Match>
      <Match when={detail.status === 'problem'}>
        <Page title={known() ?? 'User group'} crumbs={crumbs}>
          <Show
            when={detail.problem?.kind === 'not-found'}
            fallback={
              <ErrorState
                title="The group did not load"
                errorId={detail.problem?.requestId}
                onRetry={() => detail.retry()}
              >
                {detail.problem?.detail ?? 'Your staged changes are safe.'}
              </ErrorState>
            }
          >
            <Gone name={known()} by={deletion()} />
          </Show>
        </Page>
      </Match>
      <Match when={true}>
        <Page title="User group" crumbs={crumbs}>
          <Loading when label="Loading the group" skeleton={<GroupSkeleton />} />
        </Page>
      </Match>
    </Switch>
  )
}

/** No group has the id, or it is none. */
function isNowhere(problem: Problem | undefined): boolean {
  return (
    problem?.kind === 'not-found' || (problem?.errors ?? []).some(({ pointer }) => pointer === '/groupId')
  )
}

/** Somebody deleted the group while this page was open. */
function Gone(props: { name: string | undefined; by: { id: string | null; name: string } | undefined }) {
  const navigate = useNavigate()
  const me = useMe()
  const title = () => {
    if (!props.name) return 'This group does not exist'
    const who =
      props.by?.id === me.user.id ? ' by you' : props.by?.name ? ` by ${givenName(props.by.name)}` : ''
    return `${props.name} was deleted${who}`
  }
  createEffect(() => announce(title()))
  return (
    <EmptyState
      icon={props.name ? Trash : UsersRound}
      title={title()}
      actions={
        <Button variant="primary" onClick={() => navigate('/groups')}>
          Show all groups
        </Button>
      }
    >
      {props.name
        ? 'Its members and shares went with it. What was staged for it is in the list of staged changes, marked as in conflict.'
        : 'It may have been deleted, or the address is not right.'}
    </EmptyState>
  )
}

function Content(props: { fresh: Fresh | undefined }) {
  const navigate = useNavigate()
  const group = useGroup()
  const { saving, save } = useSaveChangeSet()
  const [importing, setImporting] = createSignal(false)

  async function saveSlice(): Promise<void> {
    const set = group.working.set()
    if (!set) return
    const touchesMembers = group.slice().some((entry) => entry.kind === 'membership')
    const answer = await save({
      set,
      scope: { of: 'group', groupId: group.group().id },
      to: group.group().name,
    })
    if (isProblem(answer)) return
    const region = touchesMembers ? 'members' : 'dashboards'
    document.querySelector<HTMLElement>(`[data-section="${region}"] h2`)?.focus()
  }

  return (
    <Page
      title={group.group().name}
      crumbs={crumbs}
      saveBar={<GroupSaveBar saving={saving()} onSave={saveSlice} />}
    >
      <GroupHeader fresh={props.fresh} />
      <MembersSection saving={saving()} onImport={() => setImporting(true)} />
      <DashboardsSection saving={saving()} />
      <Show when={!group.builtIn()}>
        <DangerZone onDeleted={() => navigate('/groups')} />
      </Show>
      <UserCardLayer />
      <ImportDialog open={importing()} onClose={() => setImporting(false)} of="memberships" />
    </Page>
  )
}

function GroupSkeleton() {
  return (
    <div>
      <Skeleton class="h-7 w-64" />
      <Skeleton class="mt-3 h-4 w-96 max-w-full" />
      <Skeleton class="mt-3 h-3 w-56" />
      <Skeleton class="mt-8 h-5 w-32" />
      <div class="mt-4 grid gap-3">
        {Array.from({ length: 10 }, () => (
          <Skeleton class="h-7 w-full" />
        ))}
      </div>
    </div>
  )
}
