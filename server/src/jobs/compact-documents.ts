import type { StagingStore } from '@muster/sync/hub/ports.ts'
import * as Y from 'yjs'
import type { Pool } from '../sync/postgres-pool.ts'
import type { Job } from './job.ts'
import { storedDocument } from './stored-document.ts'

/** Documents of fewer updates open fast enough as they are. */
const MANY = 100

/**
 * Makes one update of the many that the documents of open change sets were stored as (ST13). Nodes do so for
 * documents that are worked on; this is for those that were left.
 */
export function compactDocuments(pool: Pool, staging: StagingStore, many = MANY): Job {
  return {
    name: 'compact-documents',
    everyMs: 6 * 60 * 60_000,
    async run() {
      const { rows } = await pool.query<{ organization: string; id: string }>(
        `select u.organization_id as organization, u.change_set_id as id
          from change_set_updates u join change_sets s on s.organization_id = u.organization_id and s.id = u.change_set_id
          where s.status = 'open' group by 1, 2 having count(*) >= $1`,
        [many],
      )
      for (const { organization, id } of rows) {
        const { doc, seq } = await storedDocument(staging, organization, id)
        await staging.compact(organization, id, seq, Y.encodeStateAsUpdate(doc))
        doc.destroy()
      }
      return rows.length
    },
  }
}
