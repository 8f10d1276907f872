import { Zero } from '@rocicorp/zero'
import type { Console, ConsoleListener, Edit } from '../../system.ts'
import { countingSocket } from '../counting-socket.ts'
import { membersView } from './members-view.ts'
import { mutators } from './mutators.ts'
import { queries, schema } from './schema.ts'

const received = new Map<string, () => number>()
// Zero takes the class of its sockets from here; which client's it is, its address tells.
globalThis.WebSocket = countingSocket((address, bytesReceived) => {
  received.set(new URL(address).searchParams.get('clientID') ?? '', bytesReceived)
}) as unknown as typeof WebSocket

export type Client = ReturnType<typeof openClient>

let clients = 0

/** A Zero client as a browser has one: its own client group, its store in memory. */
export function openClient(cacheURL: string) {
  const userId = `admin-${++clients}`
  return new Zero({
    cacheURL,
    schema,
    mutators,
    userID: userId,
    auth: userId,
    context: { userId },
    kvStore: 'mem',
    storageKey: userId,
    logLevel: 'error',
  })
}

/** All bytes that came in over the socket of this client. */
export function bytesReceivedBy(client: Client): number {
  return received.get(client.clientID)?.() ?? 0
}

/** Closes a client and forgets it. */
export async function closeClient(client: Client): Promise<void> {
  received.delete(client.clientID)
  await client.close()
}

/** Opens a client and resolves when the members of this group are all in its store, or the first `limit` ones. */
export async function openMembers(cacheURL: string, groupId: string, limit?: number) {
  const client = openClient(cacheURL)
  const query = queries.members(limit === undefined ? { groupId } : { groupId, limit })
  const view = client.materialize(query, membersView)
  await view.complete
  return { client, view }
}

/** A console at the page of a group, which tells the edits that its view shows. */
export async function openConsole(
  cacheURL: string,
  groupId: string,
  listener: ConsoleListener,
  markOf: (userId: string, to: Edit['to']) => number | undefined,
): Promise<Console> {
  const { client, view } = await openMembers(cacheURL, groupId)
  let highest = 0
  view.onMoves = ({ came, left }) => {
    let mark = highest
    for (const id of came) mark = Math.max(mark, markOf(id, 'in') ?? 0)
    for (const id of left) mark = Math.max(mark, markOf(id, 'out') ?? 0)
    if (mark > highest) {
      highest = mark
      listener.mark?.(mark)
    }
    listener.count?.(view.rows.size)
  }
  return {
    bytesReceived: () => bytesReceivedBy(client),
    count: () => view.rows.size,
    async close() {
      view.destroy()
      await closeClient(client)
    },
  }
}
