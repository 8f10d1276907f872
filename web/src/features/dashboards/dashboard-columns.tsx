import LayoutDashboard from 'lucide-solid/icons/layout-dashboard'
import type { RowOf } from '../../store/view-rows.ts'
import { StatusBadge } from '../../ui/badge.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Column } from '../../ui/table/column.ts'

type Dashboard = RowOf<'dashboard.list'>

/** Name and owner, then how many groups and people it reaches. */
export const dashboardColumns: Column<Dashboard>[] = [
  {
    id: 'name',
    label: 'Name',
    sortable: true,
    cell: (dashboard) => (
      <>
        <LayoutDashboard class="shrink-0 text-text-3 max-rail:hidden" aria-hidden="true" />
        <span class="name">{dashboard.name}</span>
      </>
    ),
  },
  {
    id: 'owner',
    label: 'Owner',
    sortable: true,
    width: '20%',
    phone: 'none',
    cell: (dashboard) => dashboard.ownerName || '–',
  },
  {
    id: 'state',
    label: 'State',
    sortable: false,
    width: '120px',
    cell: (dashboard) => <StatusBadge status={dashboard.published ? 'published' : 'draft'} />,
  },
  {
    id: 'groups',
    label: 'Groups',
    sortable: true,
    width: '90px',
    align: 'right',
    unit: (dashboard) => (dashboard.groups === 1 ? 'group' : 'groups'),
    cell: (dashboard) => formatCount(dashboard.groups),
  },
  {
    id: 'people',
    label: 'People',
    sortable: true,
    width: '90px',
    align: 'right',
    unit: (dashboard) => (dashboard.people === 1 ? 'person' : 'people'),
    cell: (dashboard) => formatCount(dashboard.people),
  },
  {
    id: 'updated',
    label: 'Last updated',
    sortable: true,
    width: '150px',
    cell: (dashboard) => <RelativeTime at={dashboard.updatedAt} />,
  },
]
