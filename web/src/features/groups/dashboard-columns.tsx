import LayoutDashboard from 'lucide-solid/icons/layout-dashboard'
import { Show } from 'solid-js'
import type { GroupDashboardRow } from '../../store/view-rows.ts'
import { StatusBadge } from '../../ui/badge.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { Column } from '../../ui/table/column.ts'

/** Name and last updated (C42). */
export const dashboardColumns: readonly Column<GroupDashboardRow>[] = [
  {
    id: 'name',
    label: 'Dashboard',
    cell: (dashboard) => (
      <>
        <LayoutDashboard class="text-text-3" aria-hidden="true" />
        <span class="name" data-tip={dashboard.name} data-tip-overflow>
          {dashboard.name}
        </span>
        <span class="beside">{dashboard.slug}</span>
        <Show when={!dashboard.published}>
          <StatusBadge status="draft" />
        </Show>
      </>
    ),
  },
  {
    id: 'updated',
    label: 'Last updated',
    phone: 'lead',
    width: '280px',
    cell: (dashboard) => (
      <>
        <RelativeTime at={dashboard.updatedAt} />
        <Show when={dashboard.ownerName}>
          <span class="phone-none text-text-3"> · {dashboard.ownerName}</span>
        </Show>
      </>
    ),
  },
]
