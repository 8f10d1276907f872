import type { Client } from '@muster/sync/client/client.ts'
import { readOnce } from '../../store/read-once.ts'

/** How a group's page asks for its first rows: the same arguments, so that they are here when it opens. */
export const FIRST_PAGE = { search: '', sort: { by: 'name', dir: 'asc' }, page: 0, pageSize: 10 } as const

/** Reads what a group's page shows first. The client keeps it for some seconds, level with the server. */
export function prefetchGroup(client: Client, groupId: string): void {
  void readOnce(client, 'group.detail', { groupId })
  void readOnce(client, 'group.members', { groupId, ...FIRST_PAGE })
  void readOnce(client, 'group.dashboards', { groupId, ...FIRST_PAGE })
}
