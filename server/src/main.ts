/**
 * The process: reads the environment, brings its own Postgres when there is none, serves until it is told
 * to stop, and stops in order. What people read on the terminal is written here; the rest is the log.
 */
import { createServer as createProbe } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbedded } from '@muster/db/embedded/start-embedded.ts'
import { CleanUp } from './clean-up.ts'
import { type Environment, readEnvironment } from './env.ts'
import { closeServer, listen } from './http/listen.ts'
import { createLogger } from './logger.ts'
import { createServer, type MusterServer } from './server.ts'

const cleanUp = new CleanUp()
let stopping = false
/** Tells load balancers that this node stops, and waits until they have noticed. */
let takeNotice: (() => Promise<void>) | undefined

/** Terminal, npm and supervisors may each pass the same signal on; only one that comes later insists. */
const INSIST_AFTER_MS = 2_000

/** Longest time for stopping in order; Postgres recovers by itself from being cut off. */
const STOP_WITHIN_MS = 25_000

/** The same after an unexpected failure: what is known may be wrong, so consoles are told and little else. */
const FAIL_WITHIN_MS = 5_000

async function main(): Promise<void> {
  const env = readEnvironment()
  const log = createLogger({ level: env.LOG_LEVEL, pretty: process.stdout.isTTY === true })
  // A person at the terminal waits for nobody; whoever else stops it lets load balancers notice first.
  process.on('SIGINT', () => told())
  process.on('SIGTERM', () => told(takeNotice))
  // Whoever read what we print may go away; that is no reason to fail, least of all by reporting it.
  for (const out of [process.stdout, process.stderr]) out.on('error', () => {})
  // Rejections that nobody handles come here, too.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, stopping ? 'unexpected failure while stopping' : 'unexpected failure; stopping')
    void stop(1, FAIL_WITHIN_MS)
  })

  await assertPortFree(env)
  const databaseUrl = env.DATABASE_URL ?? (await ownPostgres(env))
  if (stopping) return
  const server = await createServer({
    databaseUrl,
    redisUrl: env.REDIS_URL,
    host: env.HOST,
    port: env.PORT,
    demo: env.MUSTER_DEMO,
    origins: env.MUSTER_ORIGIN,
    trustProxy: env.TRUST_PROXY,
    metricsToken: env.METRICS_TOKEN,
    jobs: true,
    log,
  })
  cleanUp.add(() => server.stop())
  takeNotice = () => {
    server.retire()
    return sleep(env.MUSTER_STOP_NOTICE_MS)
  }
  if (stopping) return
  // Since the process began, loading of code included.
  greet(server, env, performance.now())
}

/** Before Postgres is started for nothing. */
async function assertPortFree({ HOST, PORT }: Environment): Promise<void> {
  const probe = createProbe()
  await listen(probe, HOST, PORT)
  await closeServer(probe, 0)
}

async function ownPostgres(env: Environment): Promise<string> {
  const postgres = await startEmbedded({ dataDir: env.MUSTER_DATA_DIR })
  cleanUp.add(() => postgres.stop())
  void postgres.ended.then((reason) => {
    if (stopping) return
    console.error(`The database ended by itself: ${reason}`)
    void stop(1)
  })
  return postgres.url
}

function greet(server: MusterServer, env: Environment, ms: number): void {
  const database = env.DATABASE_URL ? 'your Postgres' : `its own Postgres in ${env.MUSTER_DATA_DIR}`
  const width = Math.max(0, ...server.demoSignIns.map((signIn) => signIn.email.length))
  const lines = server.demoSignIns.map(
    ({ email, password, role }) => `demo sign-in  ${email.padEnd(width)}  ${password}  ${role}`,
  )
  // One write: whoever reads the address has the sign-ins, too.
  console.log(
    [
      `\nMuster is at ${server.url}`,
      `(started in ${(ms / 1000).toFixed(1)} s, with ${database})\n`,
      ...lines,
    ].join('\n'),
  )
}

let toldAt: number | undefined

/** Stops in order, after what has to be done first; told again after a while, at once. */
function told(first?: () => Promise<void>): void {
  if (toldAt === undefined) {
    toldAt = performance.now()
    void Promise.resolve(first?.()).then(() => stop(0))
  } else if (performance.now() - toldAt > INSIST_AFTER_MS) process.exit(1)
}

async function stop(code: number, withinMs = STOP_WITHIN_MS): Promise<void> {
  if (stopping) return
  stopping = true
  setTimeout(() => process.exit(code || 1), withinMs).unref()
  await cleanUp.run().catch((error) => {
    console.error(messageOf(error))
    code = 1
  })
  process.exit(code)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

main().catch((error) => {
  console.error(messageOf(error))
  void stop(1)
})
