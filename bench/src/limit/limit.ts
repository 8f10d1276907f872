/** The limit as a system of the bench; `grouped` commits the edits that wait together. */
import { join } from 'node:path'
import { GROUPED_LIMIT } from '../left-out.ts'
import { startPeerPostgres } from '../peers/peer-postgres.ts'
import { LISTENING, startServer } from '../peers/server-process.ts'
import type { OpenedList, Running, Stager, System } from '../system.ts'
import { packageVersions, postgresVersion } from '../versions.ts'
import type { World } from '../world.ts'
import { openLimitConsole } from './console.ts'
import { openSocket } from './socket.ts'
import { openLimitWriter } from './writer.ts'

async function openStager(url: string, onPress: (n: number) => void): Promise<Stager> {
  const open = await openSocket(`${url}/stage`, (data) => onPress(data.readUInt32LE(0)))
  return {
    press(n) {
      // As many bytes as a Yjs update of one staged entry.
      const update = Buffer.alloc(320)
      update.writeUInt32LE(n)
      open.socket.send(update)
    },
    close: open.close,
  }
}

async function openList(url: string, groupId: string): Promise<OpenedList> {
  const console = await openLimitConsole(url, groupId)
  return { rows: console.count(), bytes: console.bytesReceived(), close: console.close }
}

async function start(world: World, folder: string, grouped: boolean): Promise<Running> {
  const postgres = await startPeerPostgres(join(folder, 'data'))
  const env = {
    LIMIT_DATABASE: postgres.url,
    LIMIT_WORLD: JSON.stringify(world.size),
    LIMIT_GROUPED: grouped ? '1' : '',
  }
  const server = await startServer(new URL('server.ts', import.meta.url), { env, ready: LISTENING })
  const url = `ws://127.0.0.1:${server.said}`
  const writer = await openLimitWriter(url)
  return {
    processes: () => [
      { role: 'server', pid: server.pid },
      { role: 'postgres', pid: postgres.pid },
    ],
    openConsole: (groupId, options) => openLimitConsole(url, groupId, options?.listener),
    edit: (edit) => writer.edit(edit),
    bulks: {
      unnest: (groupId, userIds) => writer.prepare(groupId, userIds, 'unnest'),
      COPY: (groupId, userIds) => writer.prepare(groupId, userIds, 'COPY'),
    },
    lists: { 'all rows': (groupId) => openList(url, groupId) },
    openStager: (onPress) => openStager(url, onPress),
    async stop() {
      await writer.close()
      await server.stop()
      await postgres.stop()
    },
  }
}

const limitSystem = (name: string, grouped: boolean, durable: string): System => ({
  name,
  durable,
  versions: () => ({ ...packageVersions('ws', 'postgres'), PostgreSQL: postgresVersion() }),
  start: (world, folder) => start(world, folder, grouped),
})

/** One commit for each edit. */
export const limit = limitSystem(
  'limit',
  false,
  'The row, in a transaction of its own that Postgres has flushed (fsync on).',
)

/** One commit for all edits that came during the last one. */
export const groupedLimit = limitSystem(
  GROUPED_LIMIT,
  true,
  'The row, in a transaction with the edits that waited along with it, flushed (fsync on).',
)
