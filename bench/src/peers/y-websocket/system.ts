import { join } from 'node:path'
import postgres from 'postgres'
import type { System } from '../../system.ts'
import { startPeerPostgres } from '../peer-postgres.ts'
import { LISTENING, startServer } from '../server-process.ts'
import { versionOf } from '../version-of.ts'
import { runYjs } from '../yjs/running.ts'
import { seedGroups } from '../yjs/seed-groups.ts'
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
  async start(world, folder) {
    const database = await startPeerPostgres(join(folder, 'y-websocket'))
    try {
      const sql = postgres(database.url, { max: 1 })
      await sql.unsafe(createLog)
      const log = openLog(sql)
      for (const { room, update } of seedGroups(world)) await log.append(room, [update])
      await sql.end()
      const server = await startServer(new URL('server.ts', import.meta.url), {
        env: { DATABASE_URL: database.url },
        ready: LISTENING,
      })
      return runYjs(world, {
        openLink: (room) => openLink(`ws://127.0.0.1:${server.said}`, room),
        processes: () => [
          { role: 'server', pid: server.pid },
          { role: 'postgres', pid: database.pid },
        ],
        async stop() {
          await server.stop()
          await database.stop()
        },
      })
    } catch (error) {
      await database.stop()
      throw error
    }
  },
}
