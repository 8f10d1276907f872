/** Everyone in the organization, live: who is active, invited or disabled, and in how many groups. */
import Upload from 'lucide-solid/icons/upload'
import Users from 'lucide-solid/icons/users'
import { createSignal, createUniqueId, Show } from 'solid-js'
import { Page, PageHeading } from '../../shell/page.tsx'
import { useMe } from '../../store/engine.tsx'
import { useShortcuts } from '../../store/keys.ts'
import type { ArgsOf } from '../../store/view-rows.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { useCalmRows } from '../../ui/table/use-calm-rows.ts'
import { useListState } from '../../ui/table/use-list-state.ts'
import { WaitingPill } from '../../ui/table/waiting-pill.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { ImportDialog } from '../imports/import-dialog.tsx'
import { usePaletteScope } from '../palette/palette-state.ts'
import { userColumns } from './user-columns.tsx'

type Status = ArgsOf<'user.list'>['status']

export default function UsersPage() {
  const me = useMe()
  const headingId = createUniqueId()
  const state = useListState<ArgsOf<'user.list'>['sort']['by']>({ by: 'name' })
  const [status, setStatus] = createSignal<Status>('all')
  const [importing, setImporting] = createSignal(false)
  let searchInput: HTMLInputElement | undefined
  const list = useCalmRows('user.list', () => ({ ...state.args(), status: status() }), {
    quietFields: ['lastActiveAt'],
  })
  useShortcuts({ keys: '/', does: 'Search users', section: 'This page', run: () => searchInput?.focus() })
  usePaletteScope(
    () => 'Users',
    () => [{ label: 'Import users from CSV…', icon: Upload, run: () => setImporting(true) }],
  )
  const tabs = () => [
    { value: 'all' as const, label: 'All', count: list.meta()?.all },
    { value: 'active' as const, label: 'Active', count: list.meta()?.active },
    { value: 'invited' as const, label: 'Invited', count: list.meta()?.invited },
    { value: 'disabled' as const, label: 'Disabled', count: list.meta()?.disabled },
  ]
  const filtered = () => state.search() !== '' || status() !== 'all'
  const showAll = () => {
    state.setQuery('')
    setStatus('all')
  }
  return (
    <Page title="Users">
      <section aria-labelledby={headingId}>
        <PageHeading
          title={<span id={headingId}>Users</span>}
          actions={
            <Button icon={Upload} onClick={() => setImporting(true)}>
              Import CSV
            </Button>
          }
        />
        <Tabs
          label="Users by status"
          class="mt-3"
          items={tabs()}
          value={status()}
          onChange={(next) => {
            setStatus(next)
            state.setPage(0)
          }}
        />
        <div class="my-3 mb-2 flex flex-wrap items-center gap-2">
          <SearchField
            label="Search users"
            placeholder="Search by name or e-mail"
            keys="/"
            class="w-[280px] max-rail:w-full"
            value={state.query()}
            onInput={state.setQuery}
            inputRef={(input) => {
              searchInput = input
            }}
          />
          <span class="ml-auto flex items-center max-rail:w-full max-rail:justify-center">
            <WaitingPill list={list} one="user" many="users" />
          </span>
        </div>
        <DataTable
          caption={`Users of ${me.organization.name}`}
          list={list}
          columns={userColumns}
          rowName={(user) => user.name}
          words={{ one: 'user', many: 'users' }}
          sort={state.sort()}
          onSort={state.setSort}
          onPage={state.setPage}
          onPageSize={state.setPageSize}
          sizes={[25, 50, 100, 200]}
          pageKeys
          headingId={headingId}
          failed={{ title: 'Users did not load', safe: 'Your staged changes are safe.' }}
          empty={
            <Show
              when={filtered()}
              fallback={
                <EmptyState
                  icon={Users}
                  title="No users yet"
                  actions={
                    <Button icon={Upload} onClick={() => setImporting(true)}>
                      Import CSV
                    </Button>
                  }
                >
                  Import a CSV file with the columns email, name and role.
                </EmptyState>
              }
            >
              <EmptyState
                icon={Users}
                title={
                  state.search() === '' ? 'Nobody has this status' : `Nobody matches “${state.search()}”`
                }
                actions={<Button onClick={showAll}>Show all users</Button>}
              >
                {state.search() === ''
                  ? 'People with another status are on the other tabs.'
                  : 'Look for another part of a name or e-mail address.'}
              </EmptyState>
            </Show>
          }
        />
      </section>
      <ImportDialog open={importing()} onClose={() => setImporting(false)} of="users" />
    </Page>
  )
}
