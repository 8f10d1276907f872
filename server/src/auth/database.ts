import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'

/** Drizzle on the node's connection pool. */
export type Database = PostgresJsDatabase
