import type { Pool } from '../sync/postgres-pool.ts'
import type { Job } from './job.ts'

/** Longer than a session lives unused: whoever could send a mutation again has long been signed out. */
const KEPT_DAYS = 90
/** Rows of one transaction. */
const SLICE = 10_000

/** Deletes the kept answers of old mutations. That they were applied stays known: the log has their ids (OP11). */
export function oldResults(pool: Pool, keptDays = KEPT_DAYS): Job {
  return {
    name: 'old-results',
    everyMs: 24 * 60 * 60_000,
    async run() {
      for (let deleted = 0; ; ) {
        const { rowCount } = await pool.query(
          `with old as (
              select r.organization_id, r.mutation_id from mutation_results r
              join commits c on c.organization_id = r.organization_id and c.version = r.version
              where c.at < now() - make_interval(days => $1) limit $2)
            delete from mutation_results r using old
            where r.organization_id = old.organization_id and r.mutation_id = old.mutation_id`,
          [keptDays, SLICE],
        )
        deleted += rowCount ?? 0
        if ((rowCount ?? 0) < SLICE) return deleted
      }
    },
  }
}
