import { randomUUID } from 'node:crypto'
import type { State } from '@muster/sync/model/state.ts'
import { isProblem, type Problem, problem } from '@muster/sync/protocol/problem.ts'
import { type CheckedImport, checkImportInSlices } from '@muster/sync/staging/import/check-import.ts'
import { announcedInstead } from '@muster/sync/staging/import/header.ts'
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

/** Reads a file and checks its rows against the organization as it is now. */
export async function readImport(
  services: Pick<Services, 'hub'>,
  file: ImportFile,
): Promise<(CheckedImport & { state: State }) | Problem> {
  const text = decodeText(file.bytes)
  if (isProblem(text)) return text
  const parsed = await parseCsv(text, MAX_ROWS)
  if ('tooMany' in parsed) {
    return problem('too-large', 'The file has more than 200,000 rows', {
      detail: 'Split it into several files.',
    })
  }
  if ('tooLong' in parsed) {
    return problem('invalid', `The record on line ${parsed.tooLong} is too long`, {
      detail: 'Perhaps a quotation mark is left open there, or this is not a CSV file.',
    })
  }
  const instead = announcedInstead(file.of, parsed.rows[0]?.cells)
  if (instead) {
    return problem('invalid', `The file lists ${instead}, not ${file.of}`, {
      detail: `Its first row names the columns of ${instead}. Choose another file, or import this one as ${instead}.`,
    })
  }
  // A fork stays as it is while others commit.
  const state = (await services.hub.state(file.organizationId))?.fork()
  if (!state) return problem('not-found', 'There is no such organization')
  const actor = state.users.get(file.userId)
  const check = { of: file.of, rows: parsed.rows, actor, newId: randomUUID }
  const checked = await inTurns(checkImportInSlices(state, check))
  if (checked.report.rows === 0) return problem('invalid', 'The file has no rows')
  return { ...checked, state }
}

/** Runs work in slices, with everybody else's sockets and requests in between. */
async function inTurns<T>(slices: Generator<void, T>): Promise<T> {
  for (;;) {
    const step = slices.next()
    if (step.done) return step.value
    await new Promise((resolve) => setImmediate(resolve))
  }
}
