/** Muster as a system of the bench: the shipped server, signed-in consoles, all checks on. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startPeerPostgres } from '../peers/peer-postgres.ts'
import { startServer } from '../peers/server-process.ts'
import type { Running, System } from '../system.ts'
import { packageVersions, postgresVersion } from '../versions.ts'
import type { World } from '../world.ts'
import { prepareBulk } from './bulk.ts'
import { openMusterConsole } from './console.ts'
import { musterLists } from './lists.ts'
import { seed } from './seed.ts'
import { openSite, sessionFor } from './site.ts'
import { openMusterStager } from './stager.ts'
import { Writers } from './writers.ts'

const ADMINS = 30
const root = new URL('../../../', import.meta.url)

/** The environment in which Node writes a CPU profile of the server into `folder` when it ends. */
export function profiling(folder: string | undefined): Record<string, string> {
  if (!folder) return {}
  mkdirSync(folder, { recursive: true })
  return { NODE_OPTIONS: `--cpu-prof --cpu-prof-interval=500 --cpu-prof-dir=${folder}` }
}

/** Starts a node on this database and resolves when it listens. */
export const startNode = (databaseUrl: string, more: Record<string, string> = {}) =>
  startServer(new URL('server/start.mjs', root), {
    env: {
      DATABASE_URL: databaseUrl,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      MUSTER_DEMO: '0',
      ...more,
    },
    ready: /Muster is at (http:\/\/127\.0\.0\.1:\d+)/,
    within: 60_000,
  })

async function start(world: World, folder: string, profile: string | undefined): Promise<Running> {
  const postgres = await startPeerPostgres(join(folder, 'data'))
  const seeded = await seed(postgres.url, world, ADMINS)
  const server = await startNode(postgres.url, profiling(profile))
  const site = await openSite(server.said, seeded)
  const writers = await Writers.open(site)
  let opened = 0
  return {
    processes: () => [
      { role: 'server', pid: server.pid },
      { role: 'postgres', pid: postgres.pid },
    ],
    openConsole: (groupId, options) => openMusterConsole(site, sessionFor(site, opened++), groupId, options),
    edit: (edit) => writers.edit(edit),
    bulks: { 'staged batch': (groupId, userIds) => prepareBulk(site, world, writers, groupId, userIds) },
    lists: musterLists(site),
    openStager: (onPress) => openMusterStager(site, sessionFor(site, opened++), world, onPress),
    async stop() {
      writers.close()
      await server.stop()
      await postgres.stop()
    },
  }
}

const commitId = () =>
  execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim()

/** `profile` is a folder for a CPU profile of its server. */
export const muster = (profile?: string): System => ({
  name: 'muster',
  durable:
    'Membership, commit log with before and after, version, and the answer of the mutation, in one flushed transaction (fsync on).',
  versions: () => ({ muster: commitId(), ...packageVersions('ws', 'pg'), PostgreSQL: postgresVersion() }),
  start: (world, folder) => start(world, folder, profile),
})
