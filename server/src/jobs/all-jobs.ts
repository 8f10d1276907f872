import type { StagingStore } from '@muster/sync/hub/ports.ts'
import type { Pool } from '../sync/postgres-pool.ts'
import { closedBatches } from './closed-batches.ts'
import { compactDocuments } from './compact-documents.ts'
import { expiredSessions } from './expired-sessions.ts'
import type { Job } from './job.ts'
import { oldResults } from './old-results.ts'
import { orphanedBatches } from './orphaned-batches.ts'

/** Everything that a cluster does now and then by itself. */
export function allJobs(pool: Pool, staging: StagingStore): Job[] {
  return [
    expiredSessions(pool),
    closedBatches(pool),
    orphanedBatches(pool, staging),
    compactDocuments(pool, staging),
    oldResults(pool),
  ]
}
