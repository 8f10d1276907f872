import { randomUUID } from 'node:crypto'
import type { State } from '@muster/sync/model/state.ts'
import { isProblem, type Problem, problem } from '@muster/sync/protocol/problem.ts'
import { checkImport } from '@muster/sync/staging/import/check-import.ts'
import type { BatchOf } from '@muster/sync/staging/staged-change.ts'
import type { Services } from '../../services.ts'
import { decodeText } from './decode.ts'
import { parseCsv } from './parse-csv.ts'

/** Records of one file, its header included. */
const MAX_ROWS = 200_001

export interface ImportFile {
  organizationId: string
  userId: string
  of: BatchOf
  bytes: ArrayBuffer
}

export type CheckedImport = ReturnType<typeof checkImport> & { state: State }

/** Reads a file and checks its rows against the organization as it is now. */
export async function readImport(
  services: Pick<Services, 'hub'>,
  file: ImportFile,
): Promise<CheckedImport | Problem> {
  const text = decodeText(file.bytes)
  if (isProblem(text)) return text
  const parsed = await parseCsv(text, MAX_ROWS)
  if ('tooMany' in parsed) {
    return problem('too-large', 'The file has more than 200,000 rows', {
      detail: 'Split it into several files.',
    })
  }
  const state = await services.hub.state(file.organizationId)
  if (!state) return problem('not-found', 'There is no such organization')
  const actor = state.users.get(file.userId)
  const checked = checkImport(state, { of: file.of, rows: parsed.rows, actor, newId: randomUUID })
  if (checked.report.rows === 0) return problem('invalid', 'The file has no rows')
  return { ...checked, state }
}
