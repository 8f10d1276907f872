import { randomUUID } from 'node:crypto'
import { isProblem, type Problem, problem } from '@muster/sync/protocol/problem.ts'
import type { Services } from '../../services.ts'
import { type ImportFile, readImport } from './read-import.ts'

/**
 * Stages the rows of a file that are ready, as one entry of the change set. The rows are stored before the
 * entry that names them: should that fail, they are rows that nobody sees.
 */
export async function stageImport(
  services: Pick<Services, 'hub' | 'staging'>,
  file: ImportFile & { name: string },
): Promise<{ batchId: string; count: number } | Problem> {
  const checked = await readImport(services, file)
  if (isProblem(checked)) return checked
  const { organizationId, userId, changeSetId, of, name } = file
  const count = checked.batchRows.length
  if (count === 0) return problem('invalid', 'No row of the file would change anything')
  const batchId = randomUUID()
  await services.staging.putBatch(organizationId, batchId, changeSetId, checked.batchRows)
  const changes = [{ kind: 'batch', batchId, of, name, count } as const]
  const staged = await services.hub.staging.stage({ organizationId, userId, changeSetId, changes })
  return isProblem(staged) ? staged : { batchId, count }
}
