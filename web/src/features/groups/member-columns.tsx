import { For } from 'solid-js'
import type { MemberRow } from '../../store/view-rows.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { RoleBadge, StatusBadge } from '../../ui/badge.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Column } from '../../ui/table/column.ts'
import { openUserCard } from './user-card.tsx'

/** Name, e-mail, last active, status, role (C38). */
export const memberColumns: readonly Column<MemberRow>[] = [
  {
    id: 'name',
    label: 'Name',
    width: '224px',
    cell: (user) => (
      <>
        <Avatar id={user.id} name={user.name} />
        <button
          type="button"
          tabindex={-1}
          class="name"
          data-tip={user.name}
          data-tip-overflow
          aria-haspopup="dialog"
          onClick={(event) => openUserCard(user, event.currentTarget)}
        >
          {user.name}
        </button>
      </>
    ),
  },
  {
    id: 'email',
    label: 'E-mail',
    phone: 'none',
    cell: (user) => (
      <span class="beside" data-tip={user.email} data-tip-overflow>
        {user.email}
      </span>
    ),
  },
  {
    id: 'lastActive',
    label: 'Last active',
    phone: 'last',
    width: '148px',
    cell: (user) => <RelativeTime at={user.lastActiveAt} none="Never" />,
  },
  {
    id: 'status',
    label: 'Status',
    width: '112px',
    phone: 'lead',
    cell: (user) => <StatusBadge status={user.status} />,
  },
  {
    id: 'role',
    label: 'Role',
    width: '112px',
    cell: (user) => (
      <span class="inline-flex gap-1">
        <For each={user.roles}>{(role) => <RoleBadge role={role} />}</For>
      </span>
    ),
  },
]
