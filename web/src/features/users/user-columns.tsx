import { For } from 'solid-js'
import type { RowOf } from '../../store/view-rows.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { RoleBadge, StatusBadge } from '../../ui/badge.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Column } from '../../ui/table/column.ts'

type User = RowOf<'user.list'>

/** Name and e-mail, then what an admin compares users by. */
export const userColumns: Column<User>[] = [
  {
    id: 'name',
    label: 'Name',
    sortable: true,
    cell: (user) => (
      <>
        <Avatar id={user.id} name={user.name} size={24} />
        <span class="name">{user.name}</span>
      </>
    ),
  },
  {
    id: 'email',
    label: 'E-mail',
    sortable: true,
    width: '28%',
    wideOnly: true,
    phone: 'none',
    cell: (user) => user.email,
  },
  {
    id: 'role',
    label: 'Role',
    sortable: true,
    width: '150px',
    cell: (user) => (
      <span class="inline-flex gap-1">
        <For each={user.roles}>{(role) => <RoleBadge role={role} />}</For>
      </span>
    ),
  },
  {
    id: 'status',
    label: 'Status',
    sortable: true,
    width: '120px',
    cell: (user) => <StatusBadge status={user.status} />,
  },
  {
    id: 'groups',
    label: 'Groups',
    sortable: true,
    width: '90px',
    align: 'right',
    unit: (user) => (user.groups === 1 ? 'group' : 'groups'),
    cell: (user) => formatCount(user.groups),
  },
  {
    id: 'lastActive',
    label: 'Last active',
    sortable: true,
    width: '150px',
    cell: (user) => <RelativeTime at={user.lastActiveAt} none="Never" />,
  },
]
