/** Column kinds that every table shares, so that a moment, an id or bytes look the same everywhere. */
import { bigint, customType, timestamp, uuid } from 'drizzle-orm/pg-core'

/** First column of every key of an organization's table: the shard key. */
export const organizationId = () => uuid('organization_id').notNull()

/** A moment, read as ISO 8601 text in UTC (`Instant` of the engine). */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })

/** An organization's version, or another gapless counter. Stays far below 2^53. */
export const counter = (name: string) => bigint(name, { mode: 'number' })

/** Bytes, e.g. a Yjs update. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/**
 * JSON that the connection itself writes and reads. Drizzle's own `jsonb` encodes a second time on a
 * connection that already encodes (see `connection.ts`).
 */
export const json = customType<{ data: unknown; driverData: unknown }>({ dataType: () => 'jsonb' })
