/**
 * The pool that migrates, seeds and serves the tests (docs/decisions/0009-two-drivers.md): postgres.js, with rows that
 * speak the engine's language. bigint comes as number (versions and sequences stay far below 2^53) and timestamptz as
 * ISO 8601 text in UTC.
 */
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

/** A pool, as `connect` makes it. */
export type Sql = postgres.Sql<{ bigint: number; instant: string }>
/** What runs inside `sql.begin`. */
export type TransactionSql = postgres.TransactionSql<{ bigint: number; instant: string }>

export interface ConnectOptions {
  /** Most connections of this pool; migrating needs at least 2. */
  max?: number
  /** Shown in `pg_stat_activity`. */
  applicationName?: string
  /** Notices of the server; unheard by default. */
  onNotice?: (message: string) => void
}

/**
 * Opens a pool; connections are made when first needed. A transaction that stays idle for a minute is
 * ended by the server, so that a hung node cannot keep an organization's row locked.
 */
export function connect(url: string, options: ConnectOptions = {}): Sql {
  return postgres(url, {
    max: options.max ?? 10,
    connect_timeout: 10,
    idle_timeout: 300,
    connection: {
      application_name: options.applicationName ?? 'muster',
      TimeZone: 'UTC',
      idle_in_transaction_session_timeout: 60_000,
    },
    types: {
      bigint: { to: 20, from: [20], parse: Number, serialize: String },
      instant: {
        to: 1184,
        from: [1184],
        parse: (text: string) => new Date(text).toISOString(),
        serialize: (value: string | Date) => (typeof value === 'string' ? value : value.toISOString()),
      },
    },
    onnotice: (notice) => options.onNotice?.(String(notice.message)),
  })
}

/**
 * Drizzle on a pool. Drizzle overwrites the parsers and serializers of the pool that it is given; it gets
 * its own copy of them, so that `sql` keeps working as `connect` promises.
 */
export function drizzleOn(sql: Sql): PostgresJsDatabase {
  const options = {
    ...sql.options,
    parsers: { ...sql.options.parsers },
    serializers: { ...sql.options.serializers },
  }
  const copy = new Proxy(sql, {
    get: (target, property) => (property === 'options' ? options : Reflect.get(target, property)),
  })
  return drizzle({ client: copy })
}
