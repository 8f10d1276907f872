/** Tells failures that lie at the database, and may pass by themselves, from mistakes of ours. */
import type { Problem } from '@muster/sync/protocol/problem.ts'
import { DrizzleQueryError } from 'drizzle-orm'
import { problemOf } from '../sync/postgres-problem.ts'
import { ConnectionLost, failureOf, StatementFailed } from '../sync/postgres-transaction.ts'

/**
 * The `unavailable` problem behind what a route threw; undefined when the database is not to blame. `reads`
 * says that the request only read: otherwise a broken connection leaves open what was done.
 */
export function brokenDatabase(error: unknown, reads: boolean): Problem | undefined {
  const failure = databaseFailure(error)
  if (!failure) return undefined
  const found = problemOf(failure)
  if (found.kind !== 'unavailable') return undefined
  const detail =
    reads || failure instanceof StatementFailed
      ? 'Try again in a moment.'
      : 'What was asked for may have happened or not. Look again in a moment.'
  return { ...found, detail }
}

function databaseFailure(error: unknown): ConnectionLost | StatementFailed | undefined {
  if (error instanceof ConnectionLost || error instanceof StatementFailed) return error
  // Drizzle wraps what the driver says; what is no answer of the server is a connection that failed.
  if (error instanceof DrizzleQueryError && error.cause) return failureOf('route', error.cause)
  return undefined
}
