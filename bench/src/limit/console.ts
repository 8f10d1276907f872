import type { Console, ConsoleListener } from '../system.ts'
import type { Down } from './frames.ts'
import type { MemberRow } from './member-rows.ts'
import { openSocket } from './socket.ts'

/** A console of the limit: parses each frame and keeps the rows in a map. Resolves when the list is there. */
export async function openLimitConsole(
  url: string,
  groupId: string,
  listener: ConsoleListener = {},
): Promise<Console> {
  const rows = new Map<string, MemberRow>()
  const { promise: ready, resolve } = Promise.withResolvers<void>()
  const open = await openSocket(`${url}/?group=${groupId}`, (data) => {
    const frame = JSON.parse(String(data)) as Down
    if (frame.type === 'rows') {
      for (const row of frame.rows) rows.set(row.id, row)
      resolve()
    } else if (frame.type === 'change') {
      for (const row of frame.put) rows.set(row.id, row)
      for (const id of frame.out) rows.delete(id)
      listener.mark?.(frame.mark)
      listener.count?.(rows.size)
    }
  })
  await ready
  return { bytesReceived: open.bytesReceived, count: () => rows.size, close: open.close }
}
