/** Work D: the ways in which an admin opens a long list. */
import type { OpenedList } from '../system.ts'
import { engineClient, goLive, type OpenClient } from './client.ts'
import { firstResult, pageOf } from './console.ts'
import { type Site, sessionFor } from './site.ts'

type Way = (groupId: string) => Promise<OpenedList>

/**
 * A view that somebody looks at is kept for a while. Each opening asks for a page of another size than those
 * before it, so that none finds its rows made already.
 */
let opened = 0
const freshSize = () => 10 + (opened++ % 60)

export function musterLists(site: Site): Readonly<Record<string, Way>> {
  const open = () => engineClient(site, sessionFor(site, opened))

  async function take(client: OpenClient, view: string, args: unknown): Promise<OpenedList> {
    const before = client.bytesReceived()
    const { rows } = await firstResult(client, view, args)
    const close = async () => client.stop()
    return { rows: rows.length, bytes: client.bytesReceived() - before, close }
  }
  const members =
    (more: Record<string, unknown>): Way =>
    async (groupId) => {
      const client = open()
      await goLive(client)
      return take(client, 'group.members', pageOf(groupId, { pageSize: freshSize(), ...more }))
    }
  const users =
    (more: Record<string, unknown>): Way =>
    async () => {
      const client = open()
      await goLive(client)
      const args = { search: '', status: 'all', sort: { by: 'name', dir: 'asc' }, page: 0, ...more }
      return take(client, 'user.list', { ...args, pageSize: freshSize() })
    }
  return {
    'first page': members({}),
    'first page, sorted': members({ sort: { by: 'lastActive', dir: 'desc' } }),
    'first page, searched': members({ search: 'person 00' }),
    'users, first page': users({}),
    'users, sorted': users({ sort: { by: 'lastActive', dir: 'desc' } }),
    'users, sorted by groups': users({ sort: { by: 'groups', dir: 'desc' } }),
    'users, searched': users({ search: 'person 00' }),
    'all rows (export)': (groupId) => exportMembers(site, groupId),
  }
}

/** The whole list as CSV, as the download button gives it. */
async function exportMembers(site: Site, groupId: string): Promise<OpenedList> {
  const { cookie } = sessionFor(site, 0)
  const answer = await fetch(
    `${site.url}/api/groups/${groupId}/members.csv?organization=${site.organizationId}`,
    {
      headers: { cookie },
    },
  )
  if (!answer.ok) throw new Error(`the export answered ${answer.status}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  let lines = 0
  for (const byte of bytes) if (byte === 10) lines += 1
  return { rows: lines - 1, bytes: bytes.length, close: async () => {} }
}
