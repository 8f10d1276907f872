/**
 * Writes the rows of a long save beside the line, before its version is known, while others' edits become durable
 * (CM16). What is left for its turn takes a few milliseconds.
 */
import type { Replica } from '../model/replica.ts'
import { isProblem } from '../protocol/problem.ts'
import { applyInSlices } from './apply-in-slices.ts'
import { internalProblem } from './internal-problem.ts'
import type { OrganizationRoom } from './organization-room.ts'
import { stillRight } from './plan-ahead.ts'
import { commitOf } from './planned-commit.ts'
import type { CommitAhead } from './ports.ts'
import type { Waiting } from './waiting-line.ts'

export interface WrittenAhead {
  rows: CommitAhead
  /** The state with the save, on a fork of the version that it has; undefined when it is to be made anew. */
  state: Replica | undefined
}

/** Sets `waiting.written` unless there is nothing to write or it fails; then its turn tells. Never rejects. */
export async function writeBeside(room: OrganizationRoom, waiting: Waiting): Promise<void> {
  const { world, committer } = room.ports
  const outcome = stillRight(room, waiting)
  if (!waiting.ahead || !outcome || isProblem(outcome) || outcome.changes.length === 0) return
  const stop = new AbortController()
  waiting.stop = stop
  room.queue.heldBack.begin(waiting, waiting.ahead.footprint)
  const fork = room.state.fork()
  const applying = applyInSlices(fork, outcome.changes, world).catch((error: unknown) => {
    waiting.resolve(internalProblem(error, 'apply', room.ports))
    return undefined
  })
  const writing = committer
    .writeAhead(room.id, commitOf(room, room.state.version + 1, waiting, outcome), {
      signal: stop.signal,
      epoch: room.epoch,
      onProgress: (done, total) => waiting.progress?.written(done / total),
    })
    .catch((error: unknown) => {
      room.ports.logger.warn({ err: error, organizationId: room.id }, 'could not write ahead')
      return 'stale' as const
    })
  const [rows, state] = await Promise.all([writing, applying])
  if (typeof rows === 'string' || isProblem(rows)) {
    // A refusal may only mean that others were first: its turn judges by what they did.
    await room.follow.catchUp().catch(() => {})
  } else if (!state || stop.signal.aborted || room.isClosed) await rows.drop()
  else waiting.written = { rows, state }
}
