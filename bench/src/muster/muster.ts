/** Muster as a system of the bench: the shipped server, signed-in consoles, all checks on. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { TWO_NODES } from '../left-out.ts'
import { startPeerPostgres } from '../peers/peer-postgres.ts'
import { type ServerProcess, startServer } from '../peers/server-process.ts'
import type { Running, System } from '../system.ts'
import { packageVersions, postgresVersion } from '../versions.ts'
import type { World } from '../world.ts'
import { prepareBulk } from './bulk.ts'
import { openMusterConsole } from './console.ts'
import { musterLists } from './lists.ts'
import { seed } from './seed.ts'
import { openSite, type Session, type Site, sessionFor } from './site.ts'
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

async function start(
  world: World,
  folder: string,
  profile: string | undefined,
  count: number,
): Promise<Running> {
  const stops: (() => Promise<void> | void)[] = []
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one()
  }
  try {
    const postgres = await startPeerPostgres(join(folder, 'data'))
    stops.push(() => postgres.stop())
    const seeded = await seed(postgres.url, world, ADMINS)
    const nodes: ServerProcess[] = []
    for (let node = 0; node < count; node++) {
      const started = await startNode(postgres.url, profiling(profile))
      stops.push(() => started.stop())
      nodes.push(started)
    }
    const site = await openSite(nodes[0]?.said ?? '', seeded)
    const writers = await Writers.open(site)
    stops.push(() => writers.close())
    let opened = 0
    /** Consoles take turns with the nodes, and then with the sessions, which hold at all of them. */
    const next = (): [Site, Session] => {
      const turn = opened++
      const url = nodes[turn % count]?.said ?? site.url
      return [{ ...site, url }, sessionFor(site, Math.floor(turn / count))]
    }
    return {
      processes: () => [
        ...nodes.map(({ pid }) => ({ role: 'server' as const, pid })),
        { role: 'postgres', pid: postgres.pid },
      ],
      openConsole: (groupId, options) => openMusterConsole(...next(), groupId, options),
      edit: (edit) => writers.edit(edit),
      bulks: {
        'staged batch': (groupId, userIds) => prepareBulk(site, world, writers, groupId, userIds),
      },
      lists: musterLists(site),
      openStager: (onPress) => openMusterStager(...next(), world, onPress),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The commit that is measured; `-dirty` when files differ from it. */
export const commitId = (): string =>
  execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root, encoding: 'utf8' }).trim()

const system = (name: string, durable: string, profile: string | undefined, nodes: number): System => ({
  name,
  durable,
  versions: () => ({ muster: commitId(), ...packageVersions('ws', 'pg'), PostgreSQL: postgresVersion() }),
  start: (world, folder) => start(world, folder, profile, nodes),
})

/** `profile` is a folder for a CPU profile of its server. */
export const muster = (profile?: string): System =>
  system(
    'muster',
    'Membership, commit log with before and after, version, and the answer of the mutation, in one flushed transaction (fsync on).',
    profile,
    1,
  )

/** Two servers on one Postgres, which wakes them up. Edits go to the first, consoles are spread over both. */
export const musterOnTwoNodes: System = system(
  TWO_NODES,
  'As muster. Consoles are spread over two servers on one Postgres, edits go to the first, Postgres wakes up the other.',
  undefined,
  2,
)
