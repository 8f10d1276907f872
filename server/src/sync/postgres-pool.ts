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

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, Number],
  [pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString()],
])

/** Opens a pool; connections are made when first needed. bigint comes as number, timestamptz as ISO 8601 in UTC. */
export function openPool(url: string, options: PoolOptions = {}): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 8,
    application_name: options.applicationName ?? 'muster engine',
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    // A node that hangs inside a transaction must not keep an organization's row locked.
    idle_in_transaction_session_timeout: 60_000,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        parsers.get(oid) ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  })
  pool.on('error', (error) => options.onError?.(error))
  return pool
}
