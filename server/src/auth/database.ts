import type { NodePgDatabase } from 'drizzle-orm/node-postgres'

/** Drizzle on a pool of the node's. */
export type Database = NodePgDatabase
