/** The orders of dashboard lists. Each `Order` is made once, so that replicas can keep its ranks. */
import type { Dashboard } from '../model/entities.ts'
import type { Order } from '../model/ranked-order.ts'

const byUpdated: Order<Dashboard> = { key: (dashboard) => dashboard.updatedAt }

export function dashboardSort(by: 'name' | 'updated'): Order<Dashboard> | 'name' {
  return by === 'name' ? 'name' : byUpdated
}
