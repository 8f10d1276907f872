import { randomUUID } from 'node:crypto'
import { changeSets } from '@muster/db/schema/change-sets.ts'
import { isProblem, type Problem, problem } from '@muster/sync/protocol/problem.ts'
import { and, eq } from 'drizzle-orm'
import type { Database } from '../../auth/database.ts'
import type { Services } from '../../services.ts'
import { type ImportFile, readImport } from './read-import.ts'

/**
 * Stages the rows of a file that are ready, as one entry of the change set. The rows are stored before the
 * entry that names them: should that fail, they are rows that nobody sees.
 */
export async function stageImport(
  services: Pick<Services, 'hub' | 'staging' | 'db'>,
  file: ImportFile & { changeSetId: string; name: string },
): Promise<{ batchId: string; count: number } | Problem> {
  const { organizationId, userId, changeSetId, of, name } = file
  if (!(await isOpen(services.db, organizationId, changeSetId))) {
    return problem('not-found', 'There is no such open list of staged changes')
  }
  const checked = await readImport(services, file)
  if (isProblem(checked)) return checked
  const count = checked.batchRows.length
  if (count === 0) return problem('invalid', 'No row of the file would change anything')
  const batchId = randomUUID()
  await services.staging.putBatch(organizationId, batchId, changeSetId, checked.batchRows)
  const changes = [{ kind: 'batch', batchId, of, name, count } as const]
  const staged = await services.hub.staging.stage({ organizationId, userId, changeSetId, changes })
  return isProblem(staged) ? staged : { batchId, count }
}

/** Asked of the database: the change set may have been created on another node a moment ago. */
async function isOpen(db: Database, organizationId: string, id: string): Promise<boolean> {
  const rows = await db
    .select({ status: changeSets.status })
    .from(changeSets)
    .where(and(eq(changeSets.organizationId, organizationId), eq(changeSets.id, id)))
  return rows[0]?.status === 'open'
}
