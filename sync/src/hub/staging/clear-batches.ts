/** Clearing rows of batches that no document names any more (ST19). Nothing is lost by failing: the next try clears. */
import type { Id } from '../../protocol/scalars.ts'
import type { OrganizationRoom } from '../organization-room.ts'
import type { StagedDocument } from './staged-document.ts'

/** An import stores its rows before its entry, and somebody may take a removed entry back. */
const GRACE_MS = 24 * 60 * 60_000

/** A save settled these batches: their rows are in the commit, and nobody needs them here. */
export async function clearSaved(
  room: OrganizationRoom,
  document: StagedDocument,
  saved: Id[],
): Promise<void> {
  await attempt(room, async () => {
    // The document as stored, so that the store can tell whether it has moved on since.
    await document.catchUp()
    const left = saved.filter((id) => !document.names(id))
    if (left.length > 0) await room.ports.staging.clear(room.id, document.changeSetId, left, document.seq)
  })
}

/** Clears what was never staged, or was taken out and not put back within a day. */
export async function clearOrphans(room: OrganizationRoom, document: StagedDocument): Promise<void> {
  await attempt(room, async () => {
    const stored = await room.ports.staging.batches(room.id, document.changeSetId)
    const before = room.ports.world.now() - GRACE_MS
    const orphans = stored.filter(({ id, at }) => !document.names(id) && Date.parse(at) < before)
    if (orphans.length === 0) return
    const ids = orphans.map(({ id }) => id)
    await room.ports.staging.clear(room.id, document.changeSetId, ids, document.seq)
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
