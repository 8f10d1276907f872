/** Clearing rows of batches that no document names any more (ST19). Nothing is lost by failing: the next try clears. */
import type { Id } from '../../protocol/scalars.ts'
import type { OrganizationRoom } from '../organization-room.ts'
import type { StagingRoom } from './staging-room.ts'

/** An import stores its rows before its entry, and somebody may take a removed entry back. */
const GRACE_MS = 24 * 60 * 60_000

/** A save settled these batches: their rows are in the commit, and nobody needs them here. */
export async function clearSaved(room: OrganizationRoom, staging: StagingRoom, saved: Id[]): Promise<void> {
  await attempt(room, async () => {
    // The document as stored, so that the store can tell whether it has moved on since.
    await staging.catchUp()
    const left = saved.filter((id) => !staging.names(id))
    if (left.length > 0) await room.ports.staging.clear(room.id, staging.changeSetId, left, staging.seq)
  })
}

/** Clears what was never staged, or was taken out and not put back within a day. */
export async function clearOrphans(room: OrganizationRoom, staging: StagingRoom): Promise<void> {
  await attempt(room, async () => {
    const stored = await room.ports.staging.batches(room.id, staging.changeSetId)
    const before = room.ports.world.now() - GRACE_MS
    const orphans = stored.filter(({ id, at }) => !staging.names(id) && Date.parse(at) < before)
    if (orphans.length === 0) return
    const ids = orphans.map(({ id }) => id)
    await room.ports.staging.clear(room.id, staging.changeSetId, ids, staging.seq)
  })
}

/** Clears the batches of change sets that were saved or discarded: they open no more. */
export function clearClosed(room: OrganizationRoom): Promise<void> {
  return attempt(room, () => room.ports.staging.clearClosed(room.id))
}

async function attempt(room: OrganizationRoom, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    room.ports.logger.warn({ err: error, organizationId: room.id }, 'could not clear rows of batches')
  }
}
