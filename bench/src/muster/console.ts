/** A console at the page of a group, with the page's three lists. */
import type { ViewResult } from '../../../sync/src/protocol/view-result.ts'
import type { Console, ConsoleOptions } from '../system.ts'
import { engineClient, goLive, type OpenClient } from './client.ts'
import type { Session, Site } from './site.ts'

/** Of the console's lists when nobody chose another. */
const PAGE_SIZE = 10

export const pageOf = (groupId: string, more: Record<string, unknown> = {}) => ({
  groupId,
  search: '',
  sort: { by: 'name', dir: 'asc' },
  page: 0,
  pageSize: PAGE_SIZE,
  ...more,
})

/** Subscribes, and resolves with the first result. */
export function firstResult(open: OpenClient, view: string, args: unknown): Promise<ViewResult> {
  return new Promise((resolve, reject) => {
    open.client.subscribe(view, args, {
      onResult: (result) => resolve(result),
      onProblem: (problem) => reject(new Error(`${view}: ${problem.title}`)),
    })
  })
}

/** Resolves when all three are in its store. */
export async function openMusterConsole(
  site: Site,
  session: Session,
  groupId: string,
  { listener = {}, distinct = 0 }: ConsoleOptions = {},
): Promise<Console> {
  const open = engineClient(site, session)
  await goLive(open)
  let count = 0
  const members = new Promise<void>((resolve, reject) => {
    open.client.subscribe('group.members', pageOf(groupId, { pageSize: PAGE_SIZE + (distinct % 190) }), {
      onResult(result, { delta }) {
        count = Number(result.meta.total)
        resolve()
        const last = delta?.commits.at(-1)
        if (last) listener.mark?.(last.version)
        listener.count?.(count)
      },
      onProblem: (problem) => reject(new Error(problem.title)),
    })
  })
  await Promise.all([
    members,
    firstResult(open, 'group.detail', { groupId }),
    firstResult(open, 'group.dashboards', pageOf(groupId)),
  ])
  return {
    bytesReceived: open.bytesReceived,
    count: () => count,
    async close() {
      open.stop()
    },
  }
}
