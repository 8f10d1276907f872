import LayoutDashboard from 'lucide-solid/icons/layout-dashboard'
import Plus from 'lucide-solid/icons/plus'
import Unlink from 'lucide-solid/icons/unlink'
import { createEffect, createUniqueId, Show } from 'solid-js'
import type { ArgsOf, GroupDashboardRow } from '../../store/view-rows.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { useCalmRows } from '../../ui/table/use-calm-rows.ts'
import { useListArgs } from '../../ui/table/use-list-args.ts'
import { WaitingPill } from '../../ui/table/waiting-pill.tsx'
import { AddBox } from './add-box.tsx'
import { dashboardColumns } from './dashboard-columns.tsx'
import { useGroup } from './group-context.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { StagedBox } from './staged-box.tsx'
import { useRemovals } from './use-removals.tsx'

/** What is shared with the group (C42–C44), what to share, and what is staged of it. */
export function DashboardsSection(props: { saving: boolean }) {
  const group = useGroup()
  const headingId = createUniqueId()
  const state = useListArgs<ArgsOf<'group.dashboards'>['sort']['by']>({ by: 'name', pageSize: 10 })
  let addBox: HTMLInputElement | undefined

  const list = useCalmRows('group.dashboards', () => ({ groupId: group.group().id, ...state.args() }), {
    bornAt: (dashboard) => dashboard.shared?.at,
    quietFields: ['shared'],
  })
  // A removal staged while the connection is away has its name from here.
  createEffect(() =>
    group.directory.dashboards.learn(
      list.slots.map(({ row }) => ({
        id: row.id,
        name: row.name,
        detail: row.slug,
        status: row.published ? 'published' : 'unpublished',
        present: true,
      })),
    ),
  )

  const removals = useRemovals({
    of: 'dashboards',
    icon: Unlink,
    nameOf: (id) => list.seen(id)?.name,
    focusAfter: () => document.getElementById(headingId)?.focus(),
  })

  return (
    <section aria-labelledby={headingId} data-section="dashboards" class="mt-9">
      <div class="mb-2 flex min-h-8 flex-wrap items-center gap-3">
        <h2 id={headingId} tabindex={-1} class="text-section">
          Dashboards
        </h2>
        <span class="num text-text-3">{formatCount(group.group().dashboards)}</span>
        <div class="ml-auto flex min-w-0 flex-wrap items-center justify-end gap-2 max-rail:ml-0 max-rail:w-full">
          <WaitingPill list={list} one="dashboard" many="dashboards" />
          <SearchField
            label="Search dashboards"
            value={state.query()}
            onInput={state.setQuery}
            class="w-[220px] max-rail:w-full"
          />
        </div>
      </div>
      <DataTable<GroupDashboardRow>
        caption={`Dashboards shared with ${group.group().name}`}
        list={list}
        columns={dashboardColumns}
        rowName={(dashboard) => dashboard.name}
        words={{ one: 'dashboard', many: 'dashboards', added: 'Shared' }}
        sort={state.sort()}
        onSort={state.setSort}
        onPage={state.setPage}
        onPageSize={state.setPageSize}
        pickable={() => true}
        actions={(dashboard) => removals.menu(dashboard)}
        bulk={removals.bulk}
        staged={removals.mark}
        saving={(dashboard) => props.saving && group.entryFor('dashboards', dashboard.id)?.state === 'ready'}
        headingId={headingId}
        failed={{ title: 'Dashboards did not load', safe: 'Your staged changes are safe.' }}
        empty={
          <Show
            when={state.search() === ''}
            fallback={
              <EmptyState
                icon={LayoutDashboard}
                title={`No dashboard matches “${state.search()}”`}
                actions={<Button onClick={() => state.setQuery('')}>Clear the search</Button>}
              >
                Look for another part of its name.
              </EmptyState>
            }
          >
            <EmptyState
              icon={LayoutDashboard}
              title="No dashboards yet"
              actions={
                <Button variant="primary" icon={Plus} onClick={() => addBox?.focus()}>
                  Find dashboards
                </Button>
              }
            >
              What you share here opens for every member, and for those who join later.
            </EmptyState>
          </Show>
        }
      />
      <div class="mt-3 grid grid-cols-[5fr_6fr] gap-6 max-rail:grid-cols-1">
        <AddBox
          of="dashboards"
          inputRef={(input) => {
            addBox = input
          }}
        />
        <StagedBox of="dashboards" saving={props.saving} onEmpty={() => addBox?.focus()} />
      </div>
      <RemoveDialog removal={removals.removal()} onClose={removals.close} />
    </section>
  )
}
