import { join } from 'node:path'
import postgres from 'postgres'
import type { System } from '../../system.ts'
import { startPeerPostgres } from '../peer-postgres.ts'
import { LISTENING, startServer } from '../server-process.ts'
import { versionOf } from '../version-of.ts'
import { runYjs } from '../yjs/running.ts'
import { seedGroups } from '../yjs/seed-groups.ts'
import { openLink } from './open-link.ts'

/** Hocuspocus with its Postgres store, set up as its manual shows. */
export const hocuspocus: System = {
  name: 'Hocuspocus',
  versions: () => ({
    '@hocuspocus/server': versionOf('@hocuspocus/server'),
    '@hocuspocus/provider': versionOf('@hocuspocus/provider'),
    yjs: versionOf('yjs'),
  }),
  durable:
    'Nothing: the edit is in the memory of the server, which stores the whole document in Postgres 2 to 10 s later. No permission checks.',
  async start(world, folder) {
    const database = await startPeerPostgres(join(folder, 'hocuspocus'))
    try {
      const sql = postgres(database.url, { max: 1 })
      await sql`create table documents (name text primary key, state bytea not null)`
      for (const { room, update } of seedGroups(world)) {
        await sql`insert into documents (name, state) values (${room}, ${Buffer.from(update)})`
      }
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
