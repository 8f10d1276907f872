import postgres, { type Sql } from 'postgres'
import type { Running } from '../../system.ts'
import type { World } from '../../world.ts'
import { startPeerPostgres } from '../peer-postgres.ts'
import { LISTENING, startServer } from '../server-process.ts'
import type { OpenLink } from './link.ts'
import { runYjs } from './running.ts'

export interface YjsPeer {
  /** The module that runs as the server, with `DATABASE_URL`. */
  server: URL
  /** Fills an empty database with the world's documents, as the server expects them. */
  fill(sql: Sql): Promise<void>
  /** Opens documents at a server, given its address. */
  openLink(url: string): OpenLink
}

/** Starts a Yjs server on a Postgres of its own in this folder, and drives it. Leaves nothing running when it fails. */
export async function startYjs(world: World, folder: string, peer: YjsPeer): Promise<Running> {
  const database = await startPeerPostgres(folder)
  try {
    const sql = postgres(database.url, { max: 1 })
    await peer.fill(sql)
    await sql.end()
    const server = await startServer(peer.server, {
      env: { DATABASE_URL: database.url },
      ready: LISTENING,
    })
    return runYjs(world, {
      openLink: peer.openLink(`ws://127.0.0.1:${server.said}`),
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
}
