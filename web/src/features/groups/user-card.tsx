import { Popover } from '@ark-ui/solid/popover'
import { createSignal, For, Show } from 'solid-js'
import { Portal } from 'solid-js/web'
import { useView } from '../../store/use-view.ts'
import type { MemberRow } from '../../store/view-rows.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { RoleBadge, StatusBadge } from '../../ui/badge.tsx'
import { countOf } from '../../ui/format-count.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'

interface Opened {
  user: MemberRow
  anchor: HTMLElement
}

const [opened, setOpened] = createSignal<Opened>()

/** Opens the card of a person at their name. */
export function openUserCard(user: MemberRow, anchor: HTMLElement): void {
  setOpened({ user: { ...user }, anchor })
}

/** The card itself: one for the page, wherever it was opened. */
export function UserCardLayer() {
  return (
    <Show when={opened()} keyed>
      {(card) => <UserCard {...card} onClose={() => setOpened()} />}
    </Show>
  )
}

function UserCard(props: Opened & { onClose(): void }) {
  const found = useView('user.list', () => ({
    search: props.user.email,
    status: 'all',
    sort: { by: 'email', dir: 'asc' },
    page: 0,
    pageSize: 5,
  }))
  const user = () => found.rows.find((row) => row.id === props.user.id)
  return (
    <Popover.Root
      open
      onOpenChange={({ open }) => {
        if (open) return
        props.onClose()
        if (props.anchor.isConnected) props.anchor.focus()
      }}
      positioning={{
        getAnchorRect: () => props.anchor.getBoundingClientRect(),
        placement: 'bottom-start',
        gutter: 6,
      }}
    >
      <Portal>
        <Popover.Positioner class="z-50!">
          <Popover.Content
            aria-label={props.user.name}
            class="pop w-72 rounded-box bg-surface-raised p-4 shadow-2 outline-none"
          >
            <div class="flex items-start gap-3">
              <Avatar id={props.user.id} name={props.user.name} size={28} />
              <div class="min-w-0">
                <p class="truncate font-semi">{props.user.name}</p>
                <p class="truncate text-text-2">{props.user.email}</p>
              </div>
            </div>
            <dl class="mt-3 grid grid-cols-[88px_1fr] gap-x-3 gap-y-1.5 text-small">
              <dt class="text-text-3">Status</dt>
              <dd>
                <StatusBadge status={props.user.status} />
              </dd>
              <dt class="text-text-3">{props.user.roles.length === 1 ? 'Role' : 'Roles'}</dt>
              <dd class="flex flex-wrap gap-1">
                <For each={props.user.roles}>{(role) => <RoleBadge role={role} />}</For>
              </dd>
              <dt class="text-text-3">Last active</dt>
              <dd>
                <RelativeTime at={props.user.lastActiveAt} none="Never" />
              </dd>
              <dt class="text-text-3">User groups</dt>
              <dd class="num">{user() ? countOf(user()?.groups ?? 0, 'group') : '…'}</dd>
            </dl>
          </Popover.Content>
        </Popover.Positioner>
      </Portal>
    </Popover.Root>
  )
}
