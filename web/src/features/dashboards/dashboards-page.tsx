/** Every dashboard, live, with how widely it is shared. */
import LayoutDashboard from 'lucide-solid/icons/layout-dashboard'
import { createSignal } from 'solid-js'
import { Page, PageHeading } from '../../shell/page.tsx'
import { useShortcuts } from '../../store/keys.ts'
import type { ArgsOf } from '../../store/view-rows.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { useCalmRows } from '../../ui/table/use-calm-rows.ts'
import { WaitingPill } from '../../ui/table/waiting-pill.tsx'
import { dashboardColumns } from './dashboard-columns.tsx'

type Args = ArgsOf<'dashboard.list'>

export default function DashboardsPage() {
  const [search, setSearch] = createSignal('')
  const [sort, setSort] = createSignal<Args['sort']>({ by: 'name', dir: 'asc' })
  const [page, setPage] = createSignal(0)
  const [pageSize, setPageSize] = createSignal(50)
  let searchInput: HTMLInputElement | undefined
  const list = useCalmRows('dashboard.list', () => ({
    search: search().trim(),
    sort: sort(),
    page: page(),
    pageSize: pageSize(),
  }))
  const fromStart =
    <V,>(set: (value: V) => void) =>
    (value: V) => {
      set(value)
      setPage(0)
    }
  useShortcuts({ keys: '/', does: 'Search dashboards', run: () => searchInput?.focus() })
  return (
    <Page title="Dashboards">
      <PageHeading title="Dashboards" />
      <div class="flex flex-wrap items-center gap-2 py-3">
        <SearchField
          label="Search dashboards"
          placeholder="Search by name"
          keys="/"
          class="w-[280px] max-rail:w-full"
          value={search()}
          onInput={fromStart(setSearch)}
          inputRef={(input) => {
            searchInput = input
          }}
        />
        <div class="ml-auto">
          <WaitingPill list={list} one="dashboard" many="dashboards" />
        </div>
      </div>
      <DataTable
        caption="Dashboards"
        list={list}
        columns={dashboardColumns}
        rowName={(dashboard) => dashboard.name}
        words={{ one: 'dashboard', many: 'dashboards' }}
        sort={sort()}
        onSort={(next) => fromStart(setSort)(next as Args['sort'])}
        onPage={setPage}
        onPageSize={fromStart(setPageSize)}
        pageKeys
        failed={{ title: 'Dashboards did not load', safe: 'Nothing was changed.' }}
        empty={
          <EmptyState icon={LayoutDashboard} title={search() ? 'No dashboard fits' : 'No dashboards yet'}>
            {search()
              ? 'Try another name.'
              : 'They appear here when the product that hosts them registers them.'}
          </EmptyState>
        }
      />
    </Page>
  )
}
