import CircleDashed from 'lucide-solid/icons/circle-dashed'
import LayoutDashboard from 'lucide-solid/icons/layout-dashboard'
import Plus from 'lucide-solid/icons/plus'
import Undo2 from 'lucide-solid/icons/undo-2'
import Unlink from 'lucide-solid/icons/unlink'
import { createEffect, createSignal, createUniqueId, Show } from 'solid-js'
import { useMe } from '../../store/engine.tsx'
import type { ArgsOf, GroupDashboardRow } from '../../store/view-rows.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatCount } from '../../ui/format-count.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { BulkVerb } from '../../ui/table/bulk-bar.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { type StagedMark, stagedWords } from '../../ui/table/staged-words.ts'
import { useCalmRows } from '../../ui/table/use-calm-rows.ts'
import { WaitingPill } from '../../ui/table/waiting-pill.tsx'
import { useDelayed } from '../../ui/use-delayed.ts'
import { AddBox } from './add-box.tsx'
import { dashboardColumns } from './dashboard-columns.tsx'
import { useGroup } from './group-context.tsx'
import { type Removal, RemoveDialog } from './remove-dialog.tsx'
import { StagedBox } from './staged-box.tsx'

type DashboardsSort = ArgsOf<'group.dashboards'>['sort']

/** What is shared with the group (C42–C44), what to share, and what is staged of it. */
export function DashboardsSection(props: { saving: boolean }) {
  const group = useGroup()
  const me = useMe()
  const headingId = createUniqueId()
  const [query, setQuery] = createSignal('')
  const [sort, setSort] = createSignal<DashboardsSort>({ by: 'name', dir: 'asc' })
  const [page, setPage] = createSignal(0)
  const [pageSize, setPageSize] = createSignal(10)
  const [removal, setRemoval] = createSignal<Removal>()
  const search = useDelayed(query, 120, () => setPage(0))
  let addBox: HTMLInputElement | undefined

  const list = useCalmRows(
    'group.dashboards',
    () => ({ groupId: group.group().id, search: search(), sort: sort(), page: page(), pageSize: pageSize() }),
    { bornAt: (dashboard) => dashboard.shared?.at, quietFields: ['shared'] },
  )
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
  const focusHeading = () => document.getElementById(headingId)?.focus()

  const staged = (dashboard: GroupDashboardRow): StagedMark | null => {
    const entry = group.entryFor('dashboards', dashboard.id)
    if (!entry || entry.state === 'no-op') return null
    return {
      op: entry.state === 'conflict' ? 'conflict' : entry.op,
      words: stagedWords(entry.op, entry.by, me.user.id),
    }
  }
  const actions = (dashboard: GroupDashboardRow): MenuEntry[] => {
    const entry = group.entryFor('dashboards', dashboard.id)
    return [
      entry?.op === 'remove'
        ? { label: 'Undo staged removal', icon: Undo2, run: () => group.working.set()?.unstage(entry.key) }
        : {
            label: 'Stage removal',
            icon: CircleDashed,
            run: () => void group.stage('dashboards', 'out', [dashboard.id]),
          },
      'line',
      {
        label: 'Remove from group',
        icon: Unlink,
        danger: true,
        run: () =>
          setRemoval({
            of: 'dashboards',
            subjects: [{ id: dashboard.id, name: dashboard.name }],
            done: focusHeading,
          }),
      },
    ]
  }
  const bulkRemove = (ids: readonly string[], done: () => void) => {
    setRemoval({
      of: 'dashboards',
      subjects: ids.map((id) => ({ id, name: list.seen(id)?.name ?? '' })),
      done,
    })
  }

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
            value={query()}
            onInput={setQuery}
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
        sort={sort()}
        onSort={(next) => {
          setSort(next as DashboardsSort)
          setPage(0)
        }}
        onPage={setPage}
        onPageSize={(size) => {
          setPageSize(size)
          setPage(0)
        }}
        pickable={() => true}
        actions={actions}
        bulk={(ids, clear) => (
          <>
            <Show when={group.hasRoomFor(ids.length)}>
              <BulkVerb
                onClick={() => {
                  group.stage('dashboards', 'out', ids)
                  clear()
                }}
              >
                {ids.length === 1 ? 'Stage removal' : 'Stage removals'}
              </BulkVerb>
            </Show>
            <BulkVerb onClick={() => bulkRemove(ids, clear)}>Remove from group…</BulkVerb>
          </>
        )}
        staged={staged}
        saving={(dashboard) => props.saving && group.entryFor('dashboards', dashboard.id)?.state === 'ready'}
        headingId={headingId}
        failed={{ title: 'Dashboards did not load', safe: 'Your staged changes are safe.' }}
        empty={
          <Show
            when={search() === ''}
            fallback={
              <EmptyState
                icon={LayoutDashboard}
                title={`No dashboard matches “${search()}”`}
                actions={<Button onClick={() => setQuery('')}>Clear the search</Button>}
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
      <RemoveDialog removal={removal()} onClose={() => setRemoval()} />
    </section>
  )
}
