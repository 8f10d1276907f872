import { mutationNamed } from '../mutations/registry.ts'
import type { Saved } from '../protocol/committed.ts'
import { isProblem, type Problem } from '../protocol/problem.ts'
import type { OrganizationRoom } from './organization-room.ts'
import type { Request } from './waiting-line.ts'

/** Where a mutation came from: a console's socket, or a request to the server's own routes. */
export interface Origin {
  connectionId?: string | undefined
  requestId?: string | undefined
}

/**
 * Has a mutation saved, and tells the log and the meter how it ended. The line in the log has what an edit is
 * followed by: where it came from, its id, the organization and the version. Never rejects.
 */
export async function saveAndTell(
  room: OrganizationRoom,
  request: Request,
  origin: Origin,
): Promise<Saved | Problem> {
  const { logger, meter } = room.ports
  const { mutationId } = request
  // The name is the sender's text: only a known one gets into figures and logs.
  const mutation = mutationNamed(request.name) ? request.name : 'unknown'
  const begun = meter.now()
  const answer = await room.queue.submit(request)
  const ms = meter.now() - begun
  const facts = { ...origin, mutationId, organizationId: room.id, mutation, ms: Math.round(ms * 10) / 10 }
  if (isProblem(answer)) {
    meter.mutation(mutation, answer.kind, ms)
    logger.info({ ...facts, kind: answer.kind }, 'refused')
  } else {
    meter.mutation(mutation, 'committed', ms)
    logger.info({ ...facts, version: answer.version }, 'saved')
  }
  return answer
}
