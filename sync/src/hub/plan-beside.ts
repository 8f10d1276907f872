import { CommitProgress, labelOf } from './commit-progress.ts'
import type { OrganizationRoom } from './organization-room.ts'
import { planAhead } from './plan-ahead.ts'
import { changeSetOf } from './plan-group.ts'
import type { Waiting } from './waiting-line.ts'

/**
 * Plans a long save beside the line, where others overtake it (CM15), telling its progress. Never rejects: what
 * cannot be planned ahead is planned, and refused, in its turn.
 */
export async function planBeside(room: OrganizationRoom, waiting: Waiting): Promise<void> {
  const { mutationId } = waiting
  waiting.plans += 1
  waiting.ahead = undefined
  waiting.progress ??= progressOf(room, waiting)
  try {
    waiting.ahead = await planAhead(room, waiting, (part) => waiting.progress?.planned(part))
  } catch (error) {
    room.ports.logger.warn({ err: error, mutationId }, 'could not plan ahead')
  }
}

function progressOf(room: OrganizationRoom, waiting: Waiting): CommitProgress {
  const { mutationId, name: mutation, actorId } = waiting
  const changeSetId = changeSetOf(waiting) ?? null
  const total = room.staging.rowsFor(waiting)
  const label = labelOf(room, changeSetId, total)
  const startedAt = new Date(room.ports.world.now()).toISOString()
  return new CommitProgress(
    room,
    { mutationId, mutation, label, actorId, changeSetId, startedAt, total },
    true,
  )
}
