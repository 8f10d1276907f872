import type { Pool } from '../sync/postgres-pool.ts'
import type { Job } from './job.ts'

/** Deletes sessions that have run out. They sign nobody in before that: whoever reads them looks at the time. */
export function expiredSessions(pool: Pool): Job {
  return {
    name: 'expired-sessions',
    everyMs: 60 * 60_000,
    async run() {
      const { rowCount } = await pool.query('delete from sessions where expires_at <= now()')
      return rowCount ?? 0
    },
  }
}
