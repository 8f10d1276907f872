/** Staged changes (N3–N6): every change set, its entries, what saving would do, what is said about it. */
import { isProblem } from '@muster/sync/protocol/problem.ts'
import { useNavigate, useParams } from '@solidjs/router'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import { createEffect, createMemo, createSignal, Match, Show, Switch } from 'solid-js'
import { Page } from '../../shell/page.tsx'
import { useConnection } from '../../store/connection.tsx'
import { isWide } from '../../store/media.ts'
import { useSaveChangeSet } from '../../store/save-change-set.ts'
import { useView } from '../../store/use-view.ts'
import type { ChangeSetRow } from '../../store/view-rows.ts'
import { useWorkingChangeSet } from '../../store/working-change-set.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { ChangeSetProvider } from './change-set-context.tsx'
import { ClosedSet } from './closed-set.tsx'
import { OpenSet } from './open-set.tsx'
import { SetList } from './set-list.tsx'

const crumbs = [{ label: 'Staged changes', href: '/staged' }]

export default function StagedPage() {
  const params = useParams()
  const navigate = useNavigate()
  const working = useWorkingChangeSet()
  const connection = useConnection()
  const { saving, save } = useSaveChangeSet()
  const closed = useView('changeSet.list', () => ({ status: 'closed' }))
  const [menu, setMenu] = createSignal(false)
  createEffect(() => {
    const id = working.id()
    if (params.id === undefined && id !== undefined) navigate(`/staged/${id}`, { replace: true })
  })
  /** Away from the server there is no list, but what this browser holds of the draft can be read. */
  const offlineRow = (id: string | undefined): ChangeSetRow | undefined =>
    id !== undefined && id === working.id() && working.open().length === 0 && connection.word() !== 'Live'
      ? {
          id,
          name: working.name(),
          kind: 'draft',
          status: 'open',
          entries: 0,
          ready: 0,
          noop: 0,
          conflicts: 0,
          stagers: [],
          createdByName: '',
          createdAt: '',
          closedAt: null,
          closedByName: '',
        }
      : undefined

  const row = createMemo((): ChangeSetRow | undefined => {
    const same = ({ id }: ChangeSetRow) => id === params.id
    return working.open().find(same) ?? closed.rows.find(same) ?? offlineRow(params.id)
  })
  const list = (onGo?: () => void) => (
    <SetList
      open={working.open()}
      closed={closed.rows}
      current={params.id}
      onCreated={(id) => {
        onGo?.()
        navigate(`/staged/${id}`)
      }}
      {...(onGo ? { onGo } : {})}
    />
  )
  /** Up to 1100 px the list of sets is a menu in the title. */
  const switcher = () => (
    <Show when={!isWide()}>
      <Popover
        label="Change sets"
        open={menu()}
        onOpenChange={setMenu}
        class="w-[264px] p-2!"
        trigger={(trigger) => <IconButton icon={ChevronDown} name="Change sets" size={28} {...trigger} />}
      >
        {list(() => setMenu(false))}
      </Popover>
    </Show>
  )
  const pane = () => (
    <Show when={isWide()}>
      <div class="min-h-0 overflow-y-auto border-line border-r px-2.5 py-3">{list()}</div>
    </Show>
  )

  return (
    <Switch>
      <Match when={row()?.status === 'open' && row()}>
        {(open) => (
          <Show when={open().id} keyed>
            <ChangeSetProvider row={open()} saving={saving()}>
              <OpenSet
                crumbs={crumbs}
                pane={pane()}
                switcher={switcher()}
                onSave={async (set) => {
                  const named = open().kind === 'named'
                  const answer = await save({
                    set,
                    scope: { of: 'all' },
                    ...(named ? { to: open().name } : {}),
                  })
                  if (!isProblem(answer)) document.querySelector<HTMLElement>('[data-page-title]')?.focus()
                }}
              />
            </ChangeSetProvider>
          </Show>
        )}
      </Match>
      <Match when={true}>
        <Page title={row()?.name ?? 'Staged changes'} crumbs={row() ? crumbs : []} flush>
          <div class="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] wide:grid-cols-[224px_minmax(0,1fr)]">
            {pane()}
            <div class="min-h-0 overflow-y-auto">
              <div class="flex items-center gap-1 px-6 pt-[18px] max-rail:px-4">
                <h1 class="text-title" tabindex="-1" data-page-title>
                  {row()?.name ?? 'Staged changes'}
                </h1>
                {switcher()}
              </div>
              <Switch>
                <Match when={row()}>
                  {(closedRow) => <ClosedSet row={closedRow()} actions={<ToWorking />} />}
                </Match>
                <Match
                  when={params.id !== undefined && working.open().length > 0 && closed.status === 'ready'}
                >
                  <EmptyState
                    icon={CircleDashed}
                    title="This change set does not exist"
                    actions={<ToWorking />}
                  >
                    The address may not be right.
                  </EmptyState>
                </Match>
              </Switch>
            </div>
          </div>
        </Page>
      </Match>
    </Switch>
  )
}

function ToWorking() {
  const navigate = useNavigate()
  const working = useWorkingChangeSet()
  return <Button onClick={() => navigate(`/staged/${working.id()}`)}>Open {working.name()}</Button>
}
