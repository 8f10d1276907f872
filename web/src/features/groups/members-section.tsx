import IdCard from 'lucide-solid/icons/id-card'
import Plus from 'lucide-solid/icons/plus'
import Upload from 'lucide-solid/icons/upload'
import UserMinus from 'lucide-solid/icons/user-minus'
import UsersRound from 'lucide-solid/icons/users-round'
import { createEffect, createSignal, createUniqueId, Show } from 'solid-js'
import { useShortcuts } from '../../store/keys.ts'
import type { ArgsOf, MemberRow } from '../../store/view-rows.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { countOf } from '../../ui/format-count.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { useCalmRows } from '../../ui/table/use-calm-rows.ts'
import { useListArgs } from '../../ui/table/use-list-args.ts'
import { WaitingPill } from '../../ui/table/waiting-pill.tsx'
import { AddBox } from './add-box.tsx'
import { useGroup } from './group-context.tsx'
import { memberColumns } from './member-columns.tsx'
import { PasteEmailsDialog } from './paste-emails-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { StagedBox } from './staged-box.tsx'
import { useRemovals } from './use-removals.tsx'
import { openUserCard } from './user-card.tsx'

/** Who is in the group (C38–C41), whom to add, and what is staged of it. */
export function MembersSection(props: { saving: boolean; onImport(): void }) {
  const group = useGroup()
  const headingId = createUniqueId()
  const state = useListArgs<ArgsOf<'group.members'>['sort']['by']>({ by: 'name', pageSize: 10 })
  const [pasting, setPasting] = createSignal(false)
  let searchBox: HTMLInputElement | undefined
  let addBox: HTMLInputElement | undefined

  const list = useCalmRows('group.members', () => ({ groupId: group.group().id, ...state.args() }), {
    bornAt: (user) => user.added?.at,
    quietFields: ['lastActiveAt', 'added'],
  })
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

  useShortcuts(
    { keys: '/', does: 'Search members', section: 'This page', run: () => searchBox?.focus() },
    { keys: 'a', does: 'Add members', section: 'This page', when: editable, run: () => addBox?.focus() },
  )

  const removals = useRemovals({
    of: 'members',
    icon: UserMinus,
    nameOf: (id) => list.seen(id)?.name,
    focusAfter: () => document.getElementById(headingId)?.focus(),
  })
  const showCard = (user: MemberRow) => {
    const name = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(user.id)}"] .name`)
    if (name) openUserCard(user, name)
  }
  const actions = (user: MemberRow) =>
    removals.menu(user, [{ label: 'Show card', icon: IdCard, run: () => showCard(user) }])

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
            value={state.query()}
            onInput={state.setQuery}
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
        sort={state.sort()}
        onSort={state.setSort}
        onPage={state.setPage}
        onPageSize={state.setPageSize}
        pickable={editable() ? () => true : undefined}
        actions={editable() ? actions : undefined}
        bulk={removals.bulk}
        onOpen={showCard}
        staged={removals.mark}
        saving={(user) => props.saving && group.entryFor('members', user.id)?.state === 'ready'}
        pageKeys
        headingId={headingId}
        failed={{ title: 'Members did not load', safe: 'Your staged changes are safe.' }}
        empty={
          <Show
            when={state.search() === ''}
            fallback={
              <EmptyState
                icon={UsersRound}
                title={`No member matches “${state.search()}”`}
                actions={<Button onClick={() => state.setQuery('')}>Clear the search</Button>}
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
        <RemoveDialog removal={removals.removal()} onClose={removals.close} />
      </Show>
    </section>
  )
}
