import type { Planned } from '../mutations/mutation.ts'
import type { Version } from '../protocol/scalars.ts'
import type { OrganizationRoom } from './organization-room.ts'
import type { PlannedCommit } from './ports.ts'
import type { Request } from './waiting-line.ts'

/** What the committer is given of a plan, as of now. */
export function commitOf(
  room: OrganizationRoom,
  version: Version,
  { mutationId, name: mutation, actorId }: Request,
  { changes, result, unstage }: Planned,
): PlannedCommit {
  return {
    commit: {
      organizationId: room.id,
      version,
      mutationId,
      mutation,
      actorId,
      at: new Date(room.ports.world.now()).toISOString(),
      changeSetId: unstage?.changeSetId ?? null,
      changes,
    },
    result: result ?? null,
    unstage: unstage && {
      changeSetId: unstage.changeSetId,
      update: room.staging.removal(unstage),
      // A save changes no change set but the one that it closes.
      after: changes.some(({ entity }) => entity === 'changeSet')
        ? room.staging.seqOf(unstage.changeSetId)
        : undefined,
    },
  }
}
