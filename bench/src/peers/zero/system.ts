import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import postgres from 'postgres'
import { freePort } from '../../../../db/src/embedded/free-port.ts'
import type { Running, System } from '../../system.ts'
import type { World } from '../../world.ts'
import { EditMarks } from '../edit-marks.ts'
import { startPeerPostgres } from '../peer-postgres.ts'
import { LISTENING, startServer } from '../server-process.ts'
import { versionOf } from '../version-of.ts'
import { bytesReceivedBy, closeClient, openClient, openConsole, openMembers } from './console.ts'
import { mutators } from './mutators.ts'
import { createTables } from './schema.ts'

/** Rows of a list's first page. */
const PAGE = 50

/** Zero: zero-cache with its defaults on a Postgres of its own, and the endpoints that an application adds. */
export const zero: System = {
  name: 'Zero',
  versions: () => ({ '@rocicorp/zero': versionOf('@rocicorp/zero') }),
  durable: 'The membership, committed in Postgres with fsync on. No permission checks.',
  async start(world, folder) {
    const stops: (() => Promise<void>)[] = []
    const stop = async () => {
      for (const one of stops.splice(0).reverse()) await one()
    }
    try {
      const database = await startPeerPostgres(join(folder, 'zero'), { wal_level: 'logical' })
      stops.push(() => database.stop())
      await fill(database.url, world)
      const env = { DATABASE_URL: database.url }
      const api = await startServer(new URL('api.ts', import.meta.url), { env, ready: LISTENING })
      stops.push(() => api.stop())
      const port = await freePort()
      const url = `http://127.0.0.1:${port}`
      const cache = await startServer(new URL('cache.ts', import.meta.url), {
        env: {
          NODE_ENV: 'production',
          NODE_OPTIONS: `--import=${new URL('loopback-only.ts', import.meta.url).href}`,
          DO_NOT_TRACK: '1',
          ZERO_UPSTREAM_DB: database.url,
          ZERO_REPLICA_FILE: join(folder, 'zero', 'replica.db'),
          ZERO_PORT: String(port),
          ZERO_CHANGE_STREAMER_PORT: String(await freePort()),
          ZERO_MUTATE_URL: `http://127.0.0.1:${api.said}/mutate`,
          ZERO_QUERY_URL: `http://127.0.0.1:${api.said}/query`,
          ZERO_ENABLE_CRUD_MUTATIONS: 'false',
          ZERO_ADMIN_PASSWORD: randomBytes(12).toString('hex'),
          ZERO_LOG_LEVEL: 'error',
        },
        ready: { answers: `${url}/keepalive` },
        within: 120_000,
      })
      stops.push(() => cache.stop())
      return runZero(world, url, {
        processes: () => [
          { role: 'server', pid: cache.pid },
          { role: 'server', pid: api.pid },
          { role: 'postgres', pid: database.pid },
        ],
        stop,
      })
    } catch (error) {
      await stop()
      throw error
    }
  },
}

async function fill(url: string, world: World): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  await sql.unsafe(createTables)
  const people = new Map(world.people.map((person) => [person.id, person]))
  for (const group of [world.live, ...world.lists.values()]) {
    const members = group.memberIds.flatMap((id) => people.get(id) ?? [])
    await sql`insert into group_members select ${group.id}, * from unnest(
      ${members.map(({ id }) => id)}::text[],
      ${members.map(({ name }) => name)}::text[],
      ${members.map(({ email }) => email)}::text[])`
  }
  await sql.end()
}

function runZero(world: World, url: string, servers: Pick<Running, 'processes' | 'stop'>): Running {
  const marks = new EditMarks()
  const people = new Map(world.people.map((person) => [person.id, person]))
  const editor = openClient(url)
  return {
    processes: servers.processes,
    openConsole: (groupId, options = {}) =>
      openConsole(url, groupId, options.listener ?? {}, (userId, to) => marks.of(groupId, userId, to)),
    async edit(edit) {
      marks.sent(edit)
      const membership = { group_id: edit.groupId, user_id: edit.userId }
      const { add, remove } = mutators.members
      await confirmed(
        editor.mutate(edit.to === 'in' ? add({ ...membership, ...rowOf(edit.userId) }) : remove(membership)),
      )
      return edit.n
    },
    bulks: {
      'one mutation': async (groupId, userIds) => {
        const rows = userIds.map(rowOf)
        const members = {
          group_id: groupId,
          user_ids: userIds,
          names: rows.map(({ name }) => name),
          emails: rows.map(({ email }) => email),
        }
        return {
          async commit() {
            await confirmed(editor.mutate(mutators.members.addAll(members)))
            return marks.newest
          },
        }
      },
    },
    lists: {
      'all rows': (groupId) => open(groupId),
      [`first ${PAGE}`]: (groupId) => open(groupId, PAGE),
    },
    async stop() {
      await closeClient(editor)
      await servers.stop()
    },
  }

  function rowOf(userId: string): { name: string; email: string } {
    const person = people.get(userId)
    if (!person) throw new Error(`nobody has the id ${userId}`)
    return { name: person.name, email: person.email }
  }
  async function open(groupId: string, limit?: number) {
    const { client, view } = await openMembers(url, groupId, limit)
    return {
      rows: view.rows.size,
      bytes: bytesReceivedBy(client),
      async close() {
        view.destroy()
        await closeClient(client)
      },
    }
  }
}

/** Waits until the server has run the mutation; throws what it refused. */
async function confirmed(mutation: { server: Promise<{ type: string }> }): Promise<void> {
  const result = await mutation.server
  if (result.type === 'error') throw new Error(`Zero refused an edit: ${JSON.stringify(result)}`)
}
