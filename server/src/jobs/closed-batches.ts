import type { Pool } from '../sync/postgres-pool.ts'
import type { Job } from './job.ts'

/** Deletes the rows of batches whose change set was saved or discarded, of organizations that nobody opens (ST19). */
export function closedBatches(pool: Pool): Job {
  return {
    name: 'closed-batches',
    everyMs: 60 * 60_000,
    async run() {
      const { rowCount } = await pool.query(
        `delete from staged_batches b using change_sets s
          where s.organization_id = b.organization_id and s.id = b.change_set_id and s.status <> 'open'`,
      )
      return rowCount ?? 0
    },
  }
}
