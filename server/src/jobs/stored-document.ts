import type { StagingStore } from '@muster/sync/hub/ports.ts'
import * as Y from 'yjs'

/** The document of a change set as it is stored, with the number of its last update. Destroy it after use. */
export async function storedDocument(
  staging: StagingStore,
  organizationId: string,
  changeSetId: string,
): Promise<{ doc: Y.Doc; seq: number; updates: number }> {
  const updates = await staging.read(organizationId, changeSetId, 0)
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const { update } of updates) Y.applyUpdate(doc, update)
  })
  return { doc, seq: updates.at(-1)?.seq ?? 0, updates: updates.length }
}
