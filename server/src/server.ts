/**
 * One node: migrates and seeds its database, wires hub, routes and sockets, listens, and takes it all
 * down again in order. `main.ts` runs one; tests run several in one process.
 */
import { createServer as createHttpServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { connect, drizzleOn } from '@muster/db/connection.ts'
import { type DemoSignIn, seedDemo } from '@muster/db/demo/seed-demo.ts'
import { migrate } from '@muster/db/migrate.ts'
import { Hub } from '@muster/sync/hub/hub.ts'
import type { HubOptions } from '@muster/sync/hub/options.ts'
import { systemWorld } from '@muster/sync/system-world.ts'
import { drizzle } from 'drizzle-orm/node-postgres'
import { createApp } from './app.ts'
import { Sessions } from './auth/lucia.ts'
import { hashPassword } from './auth/password.ts'
import { SignInLimit, type SignInLimits } from './auth/sign-in-limit.ts'
import { CleanUp } from './clean-up.ts'
import { DatabaseState } from './features/health/database-state.ts'
import { whileStarting } from './features/health/while-starting.ts'
import { isSetUpNeeded } from './features/set-up/set-up.ts'
import { closeServer, listen } from './http/listen.ts'
import { allJobs } from './jobs/all-jobs.ts'
import { Jobs } from './jobs/jobs.ts'
import { type Logger, silentLogger } from './logger.ts'
import { isLoopback } from './metrics/may-read-metrics.ts'
import { Metrics } from './metrics/metrics.ts'
import type { Services } from './services.ts'
import { type SocketOptions, Sockets } from './sockets/sockets.ts'
import { PostgresCommitLog } from './sync/postgres-commit-log.ts'
import { PostgresCommitter } from './sync/postgres-committer.ts'
import { openPool, type Pool } from './sync/postgres-pool.ts'
import { PostgresStagingStore } from './sync/postgres-staging-store.ts'
import { PostgresWakeup } from './sync/postgres-wakeup.ts'
import type { RedisWakeup } from './sync/redis-wakeup.ts'

export interface ServerOptions {
  databaseUrl: string
  /** Wake-ups go through it instead of Postgres. */
  redisUrl?: string | undefined
  host?: string
  /** 0, the default, takes a free one. */
  port?: number
  /** Seeds the demo when the database is empty. */
  demo?: boolean
  /** Public origins behind a proxy. */
  origins?: readonly string[]
  trustProxy?: boolean
  log?: Logger
  /** Folder of the built console. */
  webRoot?: string
  hub?: Partial<HubOptions>
  sockets?: SocketOptions
  signInLimits?: Partial<SignInLimits>
  /** Longest time for the headers of a request; 15 s by default (CN14). */
  headersTimeoutMs?: number
  /** Who bears it may read `/metrics`. */
  metricsToken?: string | undefined
  /** True: this node takes part in the periodic jobs. */
  jobs?: boolean
}

export interface MusterServer {
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  url: string
  /** Empty unless the demo organization is there. */
  demoSignIns: readonly DemoSignIn[]
  services: Services
  /** `/readyz` says no from now on, so that load balancers send nobody any more; all else goes on. */
  retire(): void
  /** Stops taking work, says farewell to the consoles, finishes commits, closes everything. Safe to call twice. */
  stop(): Promise<void>
}

const builtConsole = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** Whoever takes longer means to hold connections open. */
const HEADERS_TIMEOUT_MS = 15_000

/** Requests that are still under way get this long when stopping. */
const GRACE_MS = 5_000

/** Starts a node. Throws with a readable message when the database or the port cannot be had. */
export async function createServer(options: ServerOptions): Promise<MusterServer> {
  const log = options.log ?? silentLogger()
  const cleanUp = new CleanUp()
  try {
    return await start(options, log, cleanUp)
  } catch (error) {
    await cleanUp.run()
    throw error
  }
}

async function start(options: ServerOptions, log: Logger, cleanUp: CleanUp): Promise<MusterServer> {
  const { origins = [], trustProxy = false, host = '127.0.0.1', port = 0 } = options
  const headersTimeout = options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS
  // Listens first: a migration may take its time, and whoever watches the process must not take it for dead.
  let app: Pick<ReturnType<typeof createApp>, 'fetch'> = whileStarting()
  const http = createHttpServer(
    { headersTimeout, connectionsCheckingInterval: headersTimeout / 3 },
    getRequestListener((request, env) => app.fetch(request, env)),
  )
  cleanUp.add(() => closeServer(http, 0))
  const url = await listen(http, host, port)
  const demoSignIns = await prepareDatabase(options, log)
  const onError = (error: unknown) => log.warn({ err: error }, 'a connection broke')
  // A pool of their own: who signs in does not wait behind big saves.
  const routes = openPool(options.databaseUrl, { applicationName: 'muster routes', onError })
  cleanUp.add(() => routes.end())
  const db = drizzle({ client: routes })
  const pool = openPool(options.databaseUrl, { onError })
  cleanUp.add(() => pool.end())
  const wakeup = await openWakeup(pool, options, onError)
  cleanUp.add(() => wakeup.stop())
  await soon(wakeup.ready(), log)
  const staging = new PostgresStagingStore(pool)
  const failed = (error: unknown) => log.error({ err: error }, 'a commit failed')
  const ports = {
    log: new PostgresCommitLog(pool),
    committer: new PostgresCommitter(pool, { onError: failed }),
    staging,
    wakeup,
  }
  const metrics = new Metrics()
  const hub = new Hub({ ...ports, world: systemWorld, logger: log, meter: metrics.meter }, options.hub)
  let ready = false
  const services: Services = {
    db,
    hub,
    staging,
    sessions: new Sessions(db),
    signInLimit: new SignInLimit(options.signInLimits),
    rules: { origins, trustProxy },
    log,
    metrics,
    metricsRules: {
      token: options.metricsToken,
      isLocalNode: isLoopback(host) && origins.length === 0 && !trustProxy,
    },
    databaseState: new DatabaseState(routes),
    ready: () => ready,
    webRoot: options.webRoot ?? builtConsole,
  }
  metrics.watch({ figures: () => hub.figures, ready: () => ready, pools: { routes, engine: pool } })
  // Last to open and first to close: what jobs work with is still there.
  const jobs = options.jobs ? startJobs(options, pool, services) : undefined
  const sockets = new Sockets(services, options.sockets)
  sockets.listen(http)
  cleanUp.add(async () => {
    ready = false
    sockets.drain()
    const closed = closeServer(http, GRACE_MS)
    await hub.stop()
    await sockets.stop()
    await closed
    await jobs?.stop()
  })
  app = createApp(services)
  ready = true
  const retire = () => {
    ready = false
  }
  return { url, demoSignIns, services, retire, stop: () => cleanUp.run() }
}

/** Of several addresses tried in vain, what the first one said. */
function firstMessage(error: unknown): string {
  if (error instanceof AggregateError) return firstMessage(error.errors[0])
  return error instanceof Error ? error.message || error.name : String(error)
}

/** Migrates, and seeds the demo if it may. On a pool of its own, of the kind that must not outlive the start. */
async function prepareDatabase(
  { databaseUrl, demo }: ServerOptions,
  log: Logger,
): Promise<readonly DemoSignIn[]> {
  const sql = connect(databaseUrl, { applicationName: 'muster start' })
  try {
    await sql`select 1`.catch((error) => {
      throw new Error(`The database of DATABASE_URL cannot be used: ${firstMessage(error)}`)
    })
    const { moved } = await migrate(sql)
    if (moved) log.warn('the database was restored or moved: it has a new epoch, and consoles start over')
    // A database that has organizations is left as it is, and may be the demo from an earlier start.
    const mayBeDemo = demo || !(await isSetUpNeeded(drizzleOn(sql)))
    return mayBeDemo ? await seedDemo(sql, { hash: hashPassword }) : []
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Not waited for, and BullMQ is loaded only here: a node serves before its jobs do. */
function startJobs(
  { databaseUrl, redisUrl }: ServerOptions,
  pool: Pool,
  { staging, metrics, log }: Services,
): Jobs {
  const onError = (error: unknown) => log.warn({ err: error }, 'a connection of the jobs broke')
  return new Jobs({
    jobs: allJobs(pool, staging),
    open: async () => (await import('./jobs/queue.ts')).openQueue({ databaseUrl, redisUrl, onError }),
    metrics: metrics.jobs,
    log,
  })
}

async function openWakeup(
  pool: Pool,
  { databaseUrl, redisUrl }: ServerOptions,
  onError: (error: unknown) => void,
): Promise<PostgresWakeup | RedisWakeup> {
  if (!redisUrl) return new PostgresWakeup(pool, databaseUrl, { onError })
  // Most nodes never need the client; loading it takes time at the start.
  const { RedisWakeup } = await import('./sync/redis-wakeup.ts')
  return new RedisWakeup(redisUrl, { onError })
}

/** Other nodes are only heard later without wake-ups, so a medium that is away holds up no start. */
async function soon(ready: Promise<void>, log: Logger): Promise<void> {
  const patience = new AbortController()
  const late = sleep(5_000, 'late', { signal: patience.signal, ref: false }).catch(() => 'in time')
  const outcome = await Promise.race([ready.catch(() => 'late'), late])
  patience.abort()
  if (outcome === 'late')
    log.warn('wake-ups between nodes do not work yet; changes of other nodes show later')
}
