/** Every dashboard, live, with how widely it is shared. */
import LayoutDashboard from 'lucide-solid/icons/layout-dashboard'
import { createUniqueId } from 'solid-js'
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
import { dashboardColumns } from './dashboard-columns.tsx'

export default function DashboardsPage() {
  const me = useMe()
  const headingId = createUniqueId()
  const state = useListState<ArgsOf<'dashboard.list'>['sort']['by']>({ by: 'name' })
  let searchInput: HTMLInputElement | undefined
  const list = useCalmRows('dashboard.list', state.args)
  useShortcuts({
    keys: '/',
    does: 'Search dashboards',
    section: 'This page',
    run: () => searchInput?.focus(),
  })
  return (
    <Page title="Dashboards">
      <section aria-labelledby={headingId}>
        <PageHeading title={<span id={headingId}>Dashboards</span>} />
        <div class="my-3 mb-2 flex flex-wrap items-center gap-2">
          <SearchField
            label="Search dashboards"
            placeholder="Search by name"
            keys="/"
            class="w-[280px] max-rail:w-full"
            value={state.query()}
            onInput={state.setQuery}
            inputRef={(input) => {
              searchInput = input
            }}
          />
          <span class="ml-auto flex items-center max-rail:w-full max-rail:justify-center">
            <WaitingPill list={list} one="dashboard" many="dashboards" />
          </span>
        </div>
        <DataTable
          caption={`Dashboards of ${me.organization.name}`}
          list={list}
          columns={dashboardColumns}
          rowName={(dashboard) => dashboard.name}
          words={{ one: 'dashboard', many: 'dashboards' }}
          sort={state.sort()}
          onSort={state.setSort}
          onPage={state.setPage}
          onPageSize={state.setPageSize}
          sizes={[25, 50, 100, 200]}
          pageKeys
          headingId={headingId}
          failed={{ title: 'Dashboards did not load', safe: 'Your staged changes are safe.' }}
          empty={
            <EmptyState
              icon={LayoutDashboard}
              title={state.search() === '' ? 'No dashboards yet' : `No dashboard matches “${state.search()}”`}
              actions={
                state.search() === '' ? undefined : (
                  <Button onClick={() => state.setQuery('')}>Clear the search</Button>
                )
              }
            >
              {state.search() === ''
                ? 'They appear here when the product that hosts them registers them.'
                : 'Look for another part of a name.'}
            </EmptyState>
          }
        />
      </section>
    </Page>
  )
}
