/** What of a change set an admin had seen when they asked to save it, told by a Yjs state vector. */
import { fromBase64, toBase64 } from 'lib0/buffer'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { type Problem, problem } from '../protocol/problem.ts'
import type { ChangeSetContent } from './change-set-content.ts'
import { entriesOf, exclusionsOf, ORIGIN } from './document.ts'
import { type StagedBatch, stagedKey } from './staged-change.ts'

/** The state vector of a document, as `changeSet.commit` takes it. */
export function stateVectorOf(doc: Y.Doc): string {
  return toBase64(Y.encodeStateVector(doc))
}

/**
 * Leaves in `content` only the entries whose present value the state vector covers, and tells how many
 * are not covered. `content` must be read from `doc`. Refuses what is not a state vector.
 */
export function cutToCovered(
  doc: Y.Doc,
  content: ChangeSetContent,
  stateVector: string,
): { content: ChangeSetContent; uncovered: number } | Problem {
  const seen = decodeStateVector(stateVector)
  if (!seen) return problem('invalid', 'The state vector cannot be read')
  const entries = new Map(content.entries)
  for (const key of content.entries.keys()) {
    const item = entriesOf(doc)._map.get(key)
    if (!item || item.id.clock >= (seen.get(item.id.client) ?? 0)) entries.delete(key)
  }
  const uncovered = content.entries.size - entries.size
  return { content: uncovered === 0 ? content : { ...content, entries }, uncovered }
}

/** Clocks by Yjs client id; undefined for what is no state vector in base64. */
export function decodeStateVector(text: string): Map<number, number> | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined
  try {
    return Y.decodeStateVector(fromBase64(text))
  } catch {
    return undefined
  }
}

/**
 * The update that takes these keys out of the document, with the exclusions of batches among them, and puts
 * what is left of other batches in their place. The document itself stays as it is: the update is written in
 * the transaction of the save first. A value that somebody sets meanwhile stays.
 */
export function removeKeys(
  doc: Y.Doc,
  keys: Iterable<string>,
  replace: readonly StagedBatch[] = [],
): Uint8Array {
  const items: Y.Item[] = []
  const batches = new Set<string>()
  const entries = entriesOf(doc)._map
  for (const key of keys) {
    const item = entries.get(key)
    if (item && !item.deleted) items.push(item)
    if (key.startsWith('batch:')) batches.add(key.slice('batch:'.length))
  }
  if (batches.size > 0)
    for (const [key, item] of exclusionsOf(doc)._map)
      if (!item.deleted && batches.has(key.slice(0, key.indexOf(':')))) items.push(item)
  const deletion = deletionOf(items)
  return replace.length === 0 ? deletion : Y.mergeUpdates([deletion, replacementOf(doc, replace)])
}

/** Made on a copy: the document itself only takes what is stored. */
function replacementOf(doc: Y.Doc, replace: readonly StagedBatch[]): Uint8Array {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const updates: Uint8Array[] = []
  copy.on('update', (update: Uint8Array) => updates.push(update))
  copy.transact(() => {
    for (const batch of replace) {
      const key = stagedKey(batch)
      // Taken away meanwhile: it stays away.
      if (entriesOf(copy).has(key)) entriesOf(copy).set(key, batch)
    }
  }, ORIGIN.unstage)
  copy.destroy()
  return Y.mergeUpdates(updates)
}

/** An update of no structs and a delete set (Yjs update format, version 1). */
function deletionOf(items: readonly Y.Item[]): Uint8Array {
  const byClient = Map.groupBy(items, (item) => item.id.client)
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarUint(encoder, byClient.size)
  for (const [client, deleted] of byClient) {
    deleted.sort((a, b) => a.id.clock - b.id.clock)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, deleted.length)
    for (const item of deleted) {
      encoding.writeVarUint(encoder, item.id.clock)
      encoding.writeVarUint(encoder, item.length)
    }
  }
  return encoding.toUint8Array(encoder)
}
