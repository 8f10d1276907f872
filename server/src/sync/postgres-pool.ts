/**
 * The engine's own connections. They are node-postgres in pipeline mode, not the postgres.js pool of the
 * routes: a transaction goes out in one round trip, and when a connection dies every statement on it fails
 * and nothing else happens. postgres.js ends the process when a connection dies inside a transaction
 * (porsager/postgres#1208).
 */
import pg from 'pg'

export type Pool = pg.Pool

export interface PoolOptions {
  /** Most connections. Commits of one organization take turns, so this is about organizations at a time. */
  max?: number
  applicationName?: string
  /** Hears of idle connections that broke; the pool replaces them by itself. */
  onError?: (error: Error) => void
}

/** `text[]`, which node-postgres has no name for. */
const textArray: number = 1009

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, Number],
  [pg.types.builtins.TIMESTAMPTZ, instant],
  [textArray, textArrayParser()],
])

/**
 * A statement that was not answered for so long ends its connection: the other side may be gone without a word, and
 * TCP finds that out after a quarter of an hour. What became of a commit is asked of the log then (CM12).
 */
const SILENT_MS = 30_000

/** Opens a pool; connections are made when first needed. bigint comes as number, timestamptz as ISO 8601 in UTC. */
export function openPool(url: string, options: PoolOptions = {}): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 8,
    application_name: options.applicationName ?? 'muster engine',
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    query_timeout: SILENT_MS,
    // A node that hangs inside a transaction must not keep an organization's row locked.
    idle_in_transaction_session_timeout: 60_000,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        parsers.get(oid) ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  })
  // Whoever uses a connection hears of its end by their statements. An end that nobody listens for, e.g.
  // just while it is handed out, would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', (error) => {
    // The pool hangs the whole connection on it, secrets and all, and errors go to the log.
    Reflect.deleteProperty(error, 'client')
    options.onError?.(error)
  })
  return pool
}

/** At most so many big commits of a node are written at once; the others wait for a connection. */
const COPIES = 2
const copyPools = new WeakMap<Pool, Pool>()

/**
 * The same database by connections that can copy: node-postgres copies only where it does not send statements ahead of
 * answers. Made when first needed; idle connections end after a few seconds and keep no process alive.
 */
export function copyPool(pool: Pool): Pool {
  const known = copyPools.get(pool)
  if (known) return known
  const made = new pg.Pool({
    ...pool.options,
    pipeline: false,
    // Copying a million rows may take its time.
    query_timeout: 0,
    max: COPIES,
    connectionTimeoutMillis: 0,
    allowExitOnIdle: true,
  })
  made.on('connect', (client) => client.on('error', () => {}))
  made.on('error', () => {})
  copyPools.set(pool, made)
  return made
}

/** `2026-03-04 11:20:00.5+00` → `2026-03-04T11:20:00.500Z`, four times as fast as by way of a Date. */
function instant(text: string): string {
  const inUtc = text.length <= 26 && text.charCodeAt(10) === 32 && text.endsWith('+00')
  if (!inUtc) return new Date(text).toISOString()
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).padEnd(3, '0')}Z`
}

/** Arrays of roles and permissions: few different texts, each parsed once. */
function textArrayParser(): (text: string) => string[] {
  const parse = pg.types.getTypeParser(textArray) as (text: string) => string[]
  const parsed = new Map<string, string[]>()
  return (text) => {
    let array = parsed.get(text)
    if (!array) {
      array = parse(text)
      if (parsed.size < 1_000) parsed.set(text, array)
    }
    return [...array]
  }
}
