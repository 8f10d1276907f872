/**
 * Several nodes on one database behind one balancer, which gives each new connection to the next node that takes it.
 * Every node has its own way to Postgres and to Redis, so that one can be cut off alone. Owns the processes and ways.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Balancer, startBalancer } from '../../harness/balancer.ts'
import { type ServerProcess, startServer } from '../../harness/server-process.ts'
import { startRedis } from '../../run/redis.ts'
import { installed } from '../../run/shell.ts'

/** What carries hints between nodes. */
export type Medium = 'Postgres' | 'Redis'

/** Those that can be tried on this machine. */
export const media: readonly Medium[] =
  process.env.TEST_REDIS_URL || installed('redis-server', 'valkey-server')
    ? ['Redis', 'Postgres']
    : ['Postgres']

export interface Member {
  process: ServerProcess
  /** Ways from this node to the outside. */
  postgres: Balancer
  redis: Balancer | undefined
  /** A new process in the place of the one that ended, at the same address. */
  startAgain(): Promise<void>
}

export interface Cluster {
  members: readonly Member[]
  /** What consoles open: any node. */
  balancer: Balancer
  stop(): Promise<void>
}

export interface ClusterOptions {
  nodes: number
  medium: Medium
  /** URL of the database itself; the one that scenarios share by default. */
  database?: string
  env?: Record<string, string>
}

/** Starts all nodes and waits until they are ready. */
export async function startCluster({ nodes, medium, database, env }: ClusterOptions): Promise<Cluster> {
  const endings: (() => unknown)[] = []
  const keep = <T extends { stop(): unknown }>(part: T): T => {
    endings.push(() => part.stop())
    return part
  }
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end()
  }
  try {
    const databaseUrl = database ?? process.env.MUSTER_E2E_DATABASE ?? ''
    const redisUrl = medium === 'Redis' ? await redisOf(keep) : undefined
    // The first one migrates; the others need not wait for its lock.
    const members: Member[] = []
    const start = async () => void members.push(await startMember({ databaseUrl, redisUrl, env, keep }))
    await start()
    await Promise.all(Array.from({ length: nodes - 1 }, start))
    let turn = 0
    const balancer = keep(
      await startBalancer(() => {
        turn += 1
        return members.map((_, at) => members[(at + turn) % members.length]?.process.url ?? '')
      }),
    )
    return { members, balancer, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function redisOf(keep: <T extends { stop(): unknown }>(part: T) => T): Promise<string> {
  if (process.env.TEST_REDIS_URL) return process.env.TEST_REDIS_URL
  const redis = await startRedis()
  if (!redis) throw new Error('there is no Redis')
  return keep(redis).url
}

interface MemberOptions {
  databaseUrl: string
  redisUrl: string | undefined
  env: Record<string, string> | undefined
  keep<T extends { stop(): unknown }>(part: T): T
}

async function startMember({ databaseUrl, redisUrl, env, keep }: MemberOptions): Promise<Member> {
  const postgres = keep(await startBalancer(() => [databaseUrl]))
  const redis = redisUrl === undefined ? undefined : keep(await startBalancer(() => [redisUrl]))
  const settings = {
    DATABASE_URL: through(postgres, databaseUrl),
    REDIS_URL: redis && redisUrl !== undefined ? through(redis, redisUrl) : '',
    MUSTER_DEMO: '0',
    // No balancer here looks at /readyz.
    MUSTER_STOP_NOTICE_MS: '50',
    ...env,
  }
  const member: Member = {
    process: await startServer(settings),
    postgres,
    redis,
    async startAgain() {
      const { port } = new URL(member.process.url)
      member.process = await startServer({ ...settings, PORT: port })
    },
  }
  keep({ stop: () => member.process.kill() })
  return member
}

function through(way: Balancer, target: string): string {
  const url = new URL(target)
  url.host = new URL(way.url).host
  return url.href
}

/** Waits until this is true; throws after a generous while. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await holds()); await sleep(20))
    if (Date.now() > end) throw new Error(`it never happened: ${what}`)
}
