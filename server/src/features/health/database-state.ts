/**
 * Whether the database can be worked with, for probes: asked once for all who ask at the same time, and answered
 * within a bound, whatever the database does. A probe that hangs is worse than one that says no.
 */
import { lastMigration } from '@muster/db/last-migration.ts'
import type { Pool } from '../../sync/postgres-pool.ts'

export type DatabaseFinding = 'usable' | 'away' | 'not-migrated'

const PATIENCE_MS = 2_000

export class DatabaseState {
  readonly #pool: Pool
  readonly #patienceMs: number
  readonly #known = lastMigration()
  #asking: Promise<DatabaseFinding> | undefined

  constructor(pool: Pool, patienceMs = PATIENCE_MS) {
    this.#pool = pool
    this.#patienceMs = patienceMs
  }

  /** `not-migrated`: its schema is older than this code, e.g. after a restore. A newer one was put there by an upgrade that is under way. */
  look(): Promise<DatabaseFinding> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined
    })
    const late = new Promise<DatabaseFinding>((resolve) => {
      setTimeout(() => resolve('away'), this.#patienceMs).unref()
    })
    return Promise.race([this.#asking, late])
  }

  async #ask(): Promise<DatabaseFinding> {
    try {
      const { rows } = await this.#pool.query<{ at: number | null }>(
        'select max(created_at) as at from drizzle.__drizzle_migrations',
      )
      return Number(rows[0]?.at ?? 0) < this.#known ? 'not-migrated' : 'usable'
    } catch (error) {
      // No such schema or table: an empty database.
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      return code === '42P01' || code === '3F000' ? 'not-migrated' : 'away'
    }
  }
}
