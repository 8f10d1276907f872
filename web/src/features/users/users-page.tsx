/** Everyone in the organization, live: who is active, invited or disabled, and in how many groups. */
import Upload from 'lucide-solid/icons/upload'
import Users from 'lucide-solid/icons/users'
import { createSignal, Show } from 'solid-js'
import { Page, PageHeading } from '../../shell/page.tsx'
import { useShortcuts } from '../../store/keys.ts'
import type { ArgsOf } from '../../store/view-rows.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { useCalmRows } from '../../ui/table/use-calm-rows.ts'
import { WaitingPill } from '../../ui/table/waiting-pill.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { ImportDialog } from '../imports/import-dialog.tsx'
import { userColumns } from './user-columns.tsx'

type Args = ArgsOf<'user.list'>

export default function UsersPage() {
  const [search, setSearch] = createSignal('')
  const [status, setStatus] = createSignal<Args['status']>('all')
  const [sort, setSort] = createSignal<Args['sort']>({ by: 'name', dir: 'asc' })
  const [page, setPage] = createSignal(0)
  const [pageSize, setPageSize] = createSignal(50)
  const [importing, setImporting] = createSignal(false)
  let searchInput: HTMLInputElement | undefined
  const list = useCalmRows(
    'user.list',
    () => ({ search: search().trim(), status: status(), sort: sort(), page: page(), pageSize: pageSize() }),
    { quietFields: ['lastActiveAt'] },
  )
  const fromStart =
    <V,>(set: (value: V) => void) =>
    (value: V) => {
      set(value)
      setPage(0)
    }
  useShortcuts({ keys: '/', does: 'Search users', run: () => searchInput?.focus() })
  const tabs = () => [
    { value: 'all' as const, label: 'All', count: list.meta()?.all },
    { value: 'active' as const, label: 'Active', count: list.meta()?.active },
    { value: 'invited' as const, label: 'Invited', count: list.meta()?.invited },
    { value: 'disabled' as const, label: 'Disabled', count: list.meta()?.disabled },
  ]
  const importButton = () => (
    <Button icon={Upload} onClick={() => setImporting(true)}>
      Import CSV
    </Button>
  )
  return (
    <Page title="Users">
      <PageHeading title="Users" actions={importButton()} />
      <Tabs
        label="Users by status"
        items={tabs()}
        value={status()}
        onChange={fromStart<Args['status']>(setStatus)}
      />
      <div class="flex flex-wrap items-center gap-2 py-3">
        <SearchField
          label="Search users"
          placeholder="Search by name or e-mail"
          keys="/"
          class="w-[280px] max-rail:w-full"
          value={search()}
          onInput={fromStart(setSearch)}
          inputRef={(input) => {
            searchInput = input
          }}
        />
        <div class="ml-auto">
          <WaitingPill list={list} one="user" many="users" />
        </div>
      </div>
      <DataTable
        caption="Users"
        list={list}
        columns={userColumns}
        rowName={(user) => user.name}
        words={{ one: 'user', many: 'users' }}
        sort={sort()}
        onSort={(next) => fromStart(setSort)(next as Args['sort'])}
        onPage={setPage}
        onPageSize={fromStart(setPageSize)}
        pageKeys
        failed={{ title: 'Users did not load', safe: 'Nothing was changed.' }}
        empty={
          <Show
            when={search() === '' && status() === 'all'}
            fallback={
              <EmptyState icon={Users} title="No user fits">
                Try another name, or another tab.
              </EmptyState>
            }
          >
            <EmptyState icon={Users} title="No users yet" actions={importButton()}>
              Import a CSV file with the columns email, name and role.
            </EmptyState>
          </Show>
        }
      />
      <ImportDialog open={importing()} onClose={() => setImporting(false)} of="users" />
    </Page>
  )
}
