import { useNavigate, useSearchParams } from '@solidjs/router'
import Download from 'lucide-solid/icons/download'
import ExternalLink from 'lucide-solid/icons/external-link'
import Link from 'lucide-solid/icons/link'
import Plus from 'lucide-solid/icons/plus'
import Trash from 'lucide-solid/icons/trash'
import Upload from 'lucide-solid/icons/upload'
import UsersRound from 'lucide-solid/icons/users-round'
import { createEffect, createMemo, createSignal, createUniqueId, Show } from 'solid-js'
import { Page, PageHeading } from '../../shell/page.tsx'
import { useClient, useMe } from '../../store/engine.tsx'
import { usePresence } from '../../store/here.tsx'
import { useShortcuts } from '../../store/keys.ts'
import type { ArgsOf, GroupListRow } from '../../store/view-rows.ts'
import { useWorkingChangeSet } from '../../store/working-change-set.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { countOf } from '../../ui/format-count.ts'
import { MenuButton, type MenuEntry } from '../../ui/menu.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { BulkVerb } from '../../ui/table/bulk-bar.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { useCalmRows } from '../../ui/table/use-calm-rows.ts'
import { useListState } from '../../ui/table/use-list-state.ts'
import { WaitingPill } from '../../ui/table/waiting-pill.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { toast } from '../../ui/toast.tsx'
import { ImportDialog } from '../imports/import-dialog.tsx'
import { AddGroupRow } from './add-group-row.tsx'
import { DeleteGroupDialog } from './delete-group-dialog.tsx'
import { DeleteGroupsDialog } from './delete-groups-dialog.tsx'
import { groupColumns } from './group-columns.tsx'
import { prefetchGroup } from './prefetch-group.ts'

type ListArgs = ArgsOf<'group.list'>

/** Every group of the organization (V28): search, sort, add, import, delete. */
export default function GroupsPage() {
  const me = useMe()
  const navigate = useNavigate()
  const presence = usePresence()
  const working = useWorkingChangeSet()
  const headingId = createUniqueId()
  const exportHref = `/api/groups.csv?organization=${me.organization.id}`
  const state = useListState<ListArgs['sort']['by']>({ by: 'name' })
  const { search } = state
  const [kind, setKind] = createSignal<ListArgs['kind']>('all')
  const [adding, setAdding] = createSignal(false)
  const [importing, setImporting] = createSignal(false)
  const [deleting, setDeleting] = createSignal<GroupListRow>()
  const [deletingAll, setDeletingAll] = createSignal<{ groups: GroupListRow[]; done(): void }>()
  const [params, setParams] = useSearchParams<{ add?: string }>()
  // "Add group" of the palette comes from anywhere.
  createEffect(() => {
    if (params.add === undefined) return
    setAdding(true)
    setParams({ add: undefined }, { replace: true })
  })
  let searchBox: HTMLInputElement | undefined
  let addButton: HTMLButtonElement | undefined

  const list = useCalmRows('group.list', () => ({ ...state.args(), kind: kind() }), {
    quietFields: ['lastChange'],
  })
  const stagedCounts = createMemo(() => {
    const counts = new Map<string, number>()
    for (const { change } of working.set()?.entries ?? [])
      if (change.kind !== 'batch') counts.set(change.groupId, (counts.get(change.groupId) ?? 0) + 1)
    return counts
  })
  const client = useClient()
  const columns = groupColumns(
    (groupId) => stagedCounts().get(groupId) ?? 0,
    (groupId) => prefetchGroup(client, groupId),
  )
  const open = (group: GroupListRow) => navigate(`/groups/${group.id}`)
  const custom = (group: GroupListRow) => group.kind === 'custom'
  /** No group of their own yet: the page says how to begin. */
  const empty = () => list.meta()?.custom === 0 && search() === '' && kind() !== 'built-in'

  useShortcuts(
    { keys: '/', does: 'Search groups', section: 'This page', run: () => searchBox?.focus() },
    { keys: 'a', does: 'Add a group', section: 'This page', run: () => void setAdding(true) },
  )

  const actions = (group: GroupListRow): MenuEntry[] =>
    custom(group)
      ? [
          { label: 'Open group', icon: ExternalLink, run: () => open(group) },
          {
            label: 'Copy link',
            icon: Link,
            run: () => {
              void navigator.clipboard.writeText(`${location.origin}/groups/${group.id}`)
              toast({ kind: 'done', title: `Copied the link to ${group.name}` })
            },
          },
          'line',
          { label: 'Delete…', icon: Trash, danger: true, run: () => setDeleting({ ...group }) },
        ]
      : []

  return (
    <Page title="User groups">
      <section aria-labelledby={headingId}>
        <PageHeading
          title={<span id={headingId}>User groups</span>}
          actions={
            <>
              <a
                href={exportHref}
                download="groups.csv"
                class={`${buttonClass('secondary')} max-rail:hidden`}
              >
                <Download aria-hidden="true" />
                Export CSV
              </a>
              <Button icon={Upload} class="max-rail:hidden" onClick={() => setImporting(true)}>
                Import CSV
              </Button>
              <Button
                variant="primary"
                icon={Plus}
                keys="a"
                ref={(button) => {
                  addButton = button
                }}
                onClick={() => setAdding(true)}
              >
                Add group
              </Button>
              <span class="hidden max-rail:inline-flex">
                <MenuButton
                  name="More for user groups"
                  items={() => [
                    { label: 'Export CSV', icon: Download, run: () => location.assign(exportHref) },
                    { label: 'Import CSV', icon: Upload, run: () => setImporting(true) },
                  ]}
                />
              </span>
            </>
          }
        />
        <Tabs
          label="Kind of group"
          class="mt-3"
          value={kind()}
          onChange={(next) => {
            setKind(next)
            state.setPage(0)
          }}
          items={[
            { value: 'all', label: 'All', count: list.meta()?.all },
            { value: 'custom', label: 'Custom', count: list.meta()?.custom },
            { value: 'built-in', label: 'Built-in', count: list.meta()?.builtIn },
          ]}
        />
        <div class="my-3 mb-2 flex flex-wrap items-center gap-2">
          <SearchField
            label="Search groups"
            placeholder="Search by name or description"
            value={state.query()}
            onInput={state.setQuery}
            keys="/"
            class="w-[280px] max-rail:w-full"
            inputRef={(input) => {
              searchBox = input
            }}
          />
          <span class="ml-auto flex items-center max-rail:w-full max-rail:justify-center">
            <WaitingPill list={list} one="group" many="groups" />
          </span>
        </div>
        <DataTable<GroupListRow>
          caption={`User groups of ${me.organization.name}`}
          list={list}
          columns={columns}
          rowName={(group) => group.name}
          words={{ one: 'group', many: 'groups', added: 'Created', removed: 'Deleted', changed: '' }}
          sort={state.sort()}
          onSort={state.setSort}
          onPage={state.setPage}
          onPageSize={state.setPageSize}
          sizes={[25, 50, 100, 200]}
          actions={actions}
          pickable={custom}
          pickableTotal={search() === '' && kind() !== 'built-in' ? list.meta()?.custom : undefined}
          bulk={(ids, clear) => (
            <BulkVerb
              onClick={() =>
                setDeletingAll({
                  groups: ids.flatMap((id) => list.seen(id) ?? []),
                  done: clear,
                })
              }
            >
              Delete {countOf(ids.length, 'group')}…
            </BulkVerb>
          )}
          onOpen={open}
          holders={(groupId) => [
            ...presence.onRow(groupId),
            ...presence
              .elsewhere()
              .filter((other) => other.page === `/groups/${groupId}` && other.doing === 'editing'),
          ]}
          pageKeys
          headingId={headingId}
          failed={{ title: 'User groups did not load', safe: 'Your staged changes are safe.' }}
          openRow={
            <Show when={adding()}>
              <AddGroupRow
                onClose={() => {
                  setAdding(false)
                  addButton?.focus()
                }}
                onCreated={() => list.show()}
              />
            </Show>
          }
          empty={
            <EmptyState
              icon={UsersRound}
              title={search() === '' ? 'No groups of this kind' : `No group matches “${search()}”`}
              actions={
                <Show when={search() !== ''}>
                  <Button onClick={() => state.setQuery('')}>Clear the search</Button>
                </Show>
              }
            >
              {search() === ''
                ? 'Groups you add appear here.'
                : 'Look for another part of a name or description.'}
            </EmptyState>
          }
        />
        <Show when={list.status() === 'ready' && empty() && !adding()}>
          <EmptyState
            icon={UsersRound}
            title="No groups of your own yet"
            actions={
              <>
                <Button variant="primary" icon={Plus} keys="a" onClick={() => setAdding(true)}>
                  Add your first group
                </Button>
                <Button icon={Upload} onClick={() => setImporting(true)}>
                  Import CSV
                </Button>
              </>
            }
          >
            A group gives its members the dashboards shared with it. Add one here, or bring them all in a
            file.
          </EmptyState>
        </Show>
      </section>
      <Show when={deleting()} keyed>
        {(group) => (
          <DeleteGroupDialog group={group} onClose={() => setDeleting()} onDeleted={() => setDeleting()} />
        )}
      </Show>
      <Show when={deletingAll()} keyed>
        {({ groups, done }) => (
          <DeleteGroupsDialog
            groups={groups}
            onClose={() => setDeletingAll()}
            onDeleted={() => {
              setDeletingAll()
              done()
            }}
          />
        )}
      </Show>
      <ImportDialog open={importing()} onClose={() => setImporting(false)} of="groups" />
    </Page>
  )
}
