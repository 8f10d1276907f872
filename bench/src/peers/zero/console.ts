import { Zero } from '@rocicorp/zero'
import type { Console, ConsoleListener, Edit } from '../../system.ts'
import { countingSocket } from '../counting-socket.ts'
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
  const view = client.materialize(queries.members(limit === undefined ? { groupId } : { groupId, limit }))
  await new Promise<void>((resolve, reject) => {
    view.addListener((_rows, result, error) => {
      if (result === 'complete') resolve()
      if (result === 'error') reject(new Error(JSON.stringify(error)))
    })
  })
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
  let shown = new Set(view.data.map((row) => row.user_id))
  let highest = 0
  const stop = view.addListener((rows) => {
    if (listener.mark) {
      const now = new Set(rows.map((row) => row.user_id))
      let mark = highest
      for (const id of now) if (!shown.has(id)) mark = Math.max(mark, markOf(id, 'in') ?? 0)
      for (const id of shown) if (!now.has(id)) mark = Math.max(mark, markOf(id, 'out') ?? 0)
      shown = now
      if (mark > highest) {
        highest = mark
        listener.mark(mark)
      }
    }
    listener.count?.(rows.length)
  })
  return {
    bytesReceived: () => bytesReceivedBy(client),
    count: () => view.data.length,
    async close() {
      stop()
      view.destroy()
      await closeClient(client)
    },
  }
}
