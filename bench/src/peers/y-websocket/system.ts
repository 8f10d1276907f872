import { join } from 'node:path'
import type { System } from '../../system.ts'
import { versionOf } from '../version-of.ts'
import { seedGroups } from '../yjs/seed-groups.ts'
import { startYjs } from '../yjs/start-yjs.ts'
import { openLink } from './open-link.ts'
import { createLog, openLog } from './update-log.ts'

/** The y-websocket protocol with a log in Postgres, spoken by a server of ours: the least that is durable. */
export const yWebsocket: System = {
  name: 'y-websocket + log',
  versions: () => ({
    'y-websocket': versionOf('y-websocket'),
    yjs: versionOf('yjs'),
    ws: versionOf('ws'),
  }),
  durable:
    'The update, in a Postgres log with fsync on, before anyone but its maker sees it. No permission checks.',
  start: (world, folder) =>
    startYjs(world, join(folder, 'y-websocket'), {
      server: new URL('server.ts', import.meta.url),
      async fill(sql) {
        await sql.unsafe(createLog)
        const log = openLog(sql)
        for (const { room, update } of seedGroups(world)) await log.append(room, [update])
      },
      openLink: (url) => (room) => openLink(url, room),
    }),
}
