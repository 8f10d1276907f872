import CircleDashed from 'lucide-solid/icons/circle-dashed'
import IdCard from 'lucide-solid/icons/id-card'
import Plus from 'lucide-solid/icons/plus'
import Undo2 from 'lucide-solid/icons/undo-2'
import Upload from 'lucide-solid/icons/upload'
import UserMinus from 'lucide-solid/icons/user-minus'
import UsersRound from 'lucide-solid/icons/users-round'
import { createEffect, createSignal, createUniqueId, Show } from 'solid-js'
import { useMe } from '../../store/engine.tsx'
import { useShortcuts } from '../../store/keys.ts'
import type { ArgsOf, MemberRow } from '../../store/view-rows.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { countOf } from '../../ui/format-count.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { BulkVerb } from '../../ui/table/bulk-bar.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { type StagedMark, stagedWords } from '../../ui/table/staged-words.ts'
import { useCalmRows } from '../../ui/table/use-calm-rows.ts'
import { WaitingPill } from '../../ui/table/waiting-pill.tsx'
import { useDelayed } from '../../ui/use-delayed.ts'
import { AddBox } from './add-box.tsx'
import { useGroup } from './group-context.tsx'
import { memberColumns } from './member-columns.tsx'
import { PasteEmailsDialog } from './paste-emails-dialog.tsx'
import { type Removal, RemoveDialog } from './remove-dialog.tsx'
import { StagedBox } from './staged-box.tsx'
import { openUserCard } from './user-card.tsx'

type MembersSort = ArgsOf<'group.members'>['sort']

/** Who is in the group (C38–C41), whom to add, and what is staged of it. */
export function MembersSection(props: { saving: boolean; onImport(): void }) {
  const group = useGroup()
  const me = useMe()
  const headingId = createUniqueId()
  const [query, setQuery] = createSignal('')
  const [sort, setSort] = createSignal<MembersSort>({ by: 'name', dir: 'asc' })
  const [page, setPage] = createSignal(0)
  const [pageSize, setPageSize] = createSignal(10)
  const [removal, setRemoval] = createSignal<Removal>()
  const [pasting, setPasting] = createSignal(false)
  const search = useDelayed(query, 120, () => setPage(0))
  let searchBox: HTMLInputElement | undefined
  let addBox: HTMLInputElement | undefined

  const list = useCalmRows(
    'group.members',
    () => ({ groupId: group.group().id, search: search(), sort: sort(), page: page(), pageSize: pageSize() }),
    { bornAt: (user) => user.added?.at, quietFields: ['lastActiveAt', 'added'] },
  )
  const editable = () => !group.builtIn()
  // A removal staged while the connection is away has its name from here.
  createEffect(() =>
    group.directory.members.learn(
      list.slots.map(({ row: { id, name, email, status } }) => ({
        id,
        name,
        detail: email,
        status,
        present: true,
      })),
    ),
  )
  const focusHeading = () => document.getElementById(headingId)?.focus()

  useShortcuts(
    { keys: '/', does: 'Search members', section: 'This page', run: () => searchBox?.focus() },
    { keys: 'a', does: 'Add members', section: 'This page', when: editable, run: () => addBox?.focus() },
  )

  const staged = (user: MemberRow): StagedMark | null => {
    const entry = group.entryFor('members', user.id)
    if (!entry || entry.state === 'no-op') return null
    return {
      op: entry.state === 'conflict' ? 'conflict' : entry.op,
      words: stagedWords(entry.op, entry.by, me.user.id),
    }
  }
  const actions = (user: MemberRow): MenuEntry[] => {
    const entry = group.entryFor('members', user.id)
    const card: MenuEntry = {
      label: 'Show card',
      icon: IdCard,
      run: () => {
        const name = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(user.id)}"] .name`)
        if (name) openUserCard(user, name)
      },
    }
    return [
      entry?.op === 'remove'
        ? { label: 'Undo staged removal', icon: Undo2, run: () => group.working.set()?.unstage(entry.key) }
        : {
            label: 'Stage removal',
            icon: CircleDashed,
            run: () => void group.stage('members', 'out', [user.id]),
          },
      card,
      'line',
      {
        label: 'Remove from group',
        icon: UserMinus,
        danger: true,
        run: () =>
          setRemoval({ of: 'members', subjects: [{ id: user.id, name: user.name }], done: focusHeading }),
      },
    ]
  }
  const bulkRemove = (ids: readonly string[], done: () => void) => {
    setRemoval({ of: 'members', subjects: ids.map((id) => ({ id, name: list.seen(id)?.name ?? '' })), done })
  }

  return (
    <section aria-labelledby={headingId} data-section="members" class="mt-6">
      <div class="mb-2 flex min-h-8 flex-wrap items-center gap-3">
        <h2 id={headingId} tabindex={-1} class="text-section">
          Members
        </h2>
        <div class="ml-auto flex min-w-0 flex-wrap items-center justify-end gap-2 max-rail:ml-0 max-rail:w-full">
          <WaitingPill list={list} one="member" many="members" />
          <SearchField
            label="Search members"
            value={query()}
            onInput={setQuery}
            keys="/"
            class="w-[220px] max-rail:w-full"
            inputRef={(input) => {
              searchBox = input
            }}
          />
        </div>
      </div>
      <DataTable<MemberRow>
        caption={`Members of ${group.group().name}`}
        list={list}
        columns={memberColumns}
        marksIn="email"
        rowName={(user) => user.name}
        words={{ one: 'member', many: 'members' }}
        sort={sort()}
        onSort={(next) => {
          setSort(next as MembersSort)
          setPage(0)
        }}
        onPage={setPage}
        onPageSize={(size) => {
          setPageSize(size)
          setPage(0)
        }}
        pickable={editable() ? () => true : undefined}
        actions={editable() ? actions : undefined}
        bulk={(ids, clear) => (
          <>
            <Show when={group.hasRoomFor(ids.length)}>
              <BulkVerb
                onClick={() => {
                  group.stage('members', 'out', ids)
                  clear()
                }}
              >
                {ids.length === 1 ? 'Stage removal' : 'Stage removals'}
              </BulkVerb>
            </Show>
            <BulkVerb onClick={() => bulkRemove(ids, clear)}>Remove from group…</BulkVerb>
          </>
        )}
        onOpen={(user) => {
          const name = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(user.id)}"] .name`)
          if (name) openUserCard(user, name)
        }}
        staged={staged}
        saving={(user) => props.saving && group.entryFor('members', user.id)?.state === 'ready'}
        pageKeys
        headingId={headingId}
        failed={{ title: 'Members did not load', safe: 'Your staged changes are safe.' }}
        empty={
          <Show
            when={search() === ''}
            fallback={
              <EmptyState
                icon={UsersRound}
                title={`No member matches “${search()}”`}
                actions={<Button onClick={() => setQuery('')}>Clear the search</Button>}
              >
                Look for another part of a name or e-mail.
              </EmptyState>
            }
          >
            <EmptyState
              icon={UsersRound}
              title="No members yet"
              actions={
                <Show when={editable()}>
                  <Button variant="primary" icon={Plus} keys="a" onClick={() => addBox?.focus()}>
                    Find people
                  </Button>
                  <Button icon={Upload} onClick={() => props.onImport()}>
                    Import CSV
                  </Button>
                </Show>
              }
            >
              {group.group().dashboards > 0
                ? `People you add can open the ${countOf(group.group().dashboards, 'dashboard')} shared with this group.`
                : 'People you add can open what is shared with this group.'}
            </EmptyState>
          </Show>
        }
      />
      <Show when={editable()}>
        <div class="mt-3 grid grid-cols-[5fr_6fr] gap-6 max-rail:grid-cols-1">
          <AddBox
            of="members"
            beside={
              <>
                or{' '}
                <button
                  type="button"
                  class="rounded-[2px] font-medium text-accent-text hover:underline"
                  onClick={() => setPasting(true)}
                >
                  paste a list of e-mails
                </button>
              </>
            }
            inputRef={(input) => {
              addBox = input
            }}
          />
          <StagedBox of="members" saving={props.saving} onEmpty={() => addBox?.focus()} />
        </div>
        <PasteEmailsDialog open={pasting()} onClose={() => setPasting(false)} />
        <RemoveDialog removal={removal()} onClose={() => setRemoval()} />
      </Show>
    </section>
  )
}
