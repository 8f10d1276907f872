import type { Bulk, Edit } from '../system.ts'
import type { Down, Up, Way } from './frames.ts'
import { openSocket } from './socket.ts'

export interface LimitWriter {
  edit(edit: Edit): Promise<number>
  prepare(groupId: string, userIds: readonly string[], way: Way): Promise<Bulk>
  close(): Promise<void>
}

/** Marks of bulks, out of the way of those of edits. */
const BULK_MARKS = 1e9

/** The connection over which the load edits. */
export async function openLimitWriter(url: string): Promise<LimitWriter> {
  const waiting = new Map<number | string, () => void>()
  const open = await openSocket(url, (data) => {
    const frame = JSON.parse(String(data)) as Down
    const key =
      frame.type === 'acknowledged' ? frame.mark : frame.type === 'prepared' ? frame.groupId : undefined
    if (key === undefined) return
    waiting.get(key)?.()
    waiting.delete(key)
  })
  const ask = (key: number | string, frame: Up) =>
    new Promise<void>((resolve) => {
      waiting.set(key, resolve)
      open.socket.send(JSON.stringify(frame))
    })
  let bulks = 0
  return {
    async edit(edit) {
      await ask(edit.n, { type: 'edit', edit })
      return edit.n
    },
    async prepare(groupId, userIds, way) {
      await ask(groupId, { type: 'prepare', groupId, userIds, way })
      return {
        async commit() {
          const mark = BULK_MARKS + ++bulks
          await ask(mark, { type: 'commit', groupId, mark })
          return mark
        },
      }
    },
    close: open.close,
  }
}
