import type { StagingStore } from '@muster/sync/hub/ports.ts'
import { factKey } from '@muster/sync/model/fact-key.ts'
import { readContent } from '@muster/sync/staging/document.ts'
import type { Pool } from '../sync/postgres-pool.ts'
import type { Job } from './job.ts'
import { storedDocument } from './stored-document.ts'

/** Deletes the rows of batches that no entry of their open change set has named for a day (ST19). */
export function orphanedBatches(pool: Pool, staging: StagingStore): Job {
  return {
    name: 'orphaned-batches',
    everyMs: 6 * 60 * 60_000,
    async run() {
      const { rows } = await pool.query<{ organization: string; id: string; batches: string[] }>(
        `select b.organization_id as organization, b.change_set_id as id, array_agg(b.id::text) as batches
          from staged_batches b join change_sets s on s.organization_id = b.organization_id and s.id = b.change_set_id
          where s.status = 'open' and b.created_at < now() - interval '1 day' group by 1, 2`,
      )
      let cleared = 0
      for (const { organization, id, batches } of rows) {
        const { doc, seq } = await storedDocument(staging, organization, id)
        const { entries } = readContent(doc, id, new Map())
        const orphans = batches.filter((batchId) => !entries.has(factKey.batch(batchId)))
        doc.destroy()
        if (orphans.length === 0) continue
        await staging.clear(organization, id, orphans, seq)
        cleared += orphans.length
      }
      return cleared
    },
  }
}
