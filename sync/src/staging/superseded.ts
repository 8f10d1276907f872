/**
 * Finds wishes that something staged later overrules. Single entries converge by their key; but a batch
 * row may aim at the fact of a single entry, or of a row of another batch. The later staged one wins;
 * the other becomes a no-op, so that a save never does a thing and its opposite.
 */
import type { Id } from '../protocol/scalars.ts'
import type { ChangeSetContent } from './change-set-content.ts'
import { waitingRows } from './remaining-rows.ts'
import type { BatchRow } from './staged-change.ts'

export interface Superseded {
  /** Key of a single entry → key of the entry that overrules it. */
  entries: ReadonlyMap<string, string>
  /** Batch id → row position → key of the entry that overrules it. */
  rows: ReadonlyMap<Id, ReadonlyMap<number, string>>
}

const kept = new WeakMap<ChangeSetContent, Superseded>()

/** Cost, once per content: one look-up per batch row, and one insert per row when there are several batches. */
export function supersededIn(content: ChangeSetContent): Superseded {
  const known = kept.get(content)
  if (known) return known
  const found = findSuperseded(content)
  kept.set(content, found)
  return found
}

function findSuperseded(content: ChangeSetContent): Superseded {
  const entries = new Map<string, string>()
  const rows = new Map<Id, Map<number, string>>()
  const batches = [...content.entries].flatMap(([key, entry]) =>
    entry.kind === 'batch' ? [{ key, entry }] : [],
  )
  if (batches.length === 0) return { entries, rows }

  const order = new Map([...content.entries.keys()].map((key, index) => [key, index]))
  const singles = new TwoKeys<string>()
  for (const [key, entry] of content.entries)
    if (entry.kind === 'membership') singles.set(entry.groupId, entry.userId, key)

  /** Facts that a later batch claims. */
  const claimed = new TwoKeys<string>()
  for (const { key, entry } of batches.reverse()) {
    const mine = order.get(key) ?? 0
    const overruled = new Map<number, string>()
    const waits = waitingRows(entry.remaining)
    for (const [position, row] of (content.batches.get(entry.batchId) ?? []).entries()) {
      if (!waits(position)) continue
      if (content.exclusions.size > 0 && content.exclusions.has(`${entry.batchId}:${position}`)) continue
      const [left, right] = factOf(row)
      const single = singles.get(left, right)
      const later = claimed.get(left, right)
      if (later !== undefined) overruled.set(position, later)
      else if (batches.length > 1) claimed.set(left, right, key)
      if (single === undefined) continue
      if ((order.get(single) ?? 0) > mine) overruled.set(position, single)
      else if (!entries.has(single)) entries.set(single, key)
    }
    if (overruled.size > 0) rows.set(entry.batchId, overruled)
  }
  return { entries, rows }
}

/** New users are told apart by e-mail and new groups by name: two files may bring the same one. */
function factOf(row: BatchRow): [string, string] {
  switch (row.kind) {
    case 'membership':
      return [row.groupId, row.userId]
    case 'user':
      return ['user', row.email.toLowerCase()]
    case 'group':
      return ['group', row.name.toLowerCase()]
    default:
      return row satisfies never
  }
}

/** A map with two keys, without making a string of them. */
class TwoKeys<T> {
  readonly #byLeft = new Map<string, Map<string, T>>()

  get(left: string, right: string): T | undefined {
    return this.#byLeft.get(left)?.get(right)
  }

  set(left: string, right: string, value: T): void {
    const row = this.#byLeft.get(left)
    if (row) row.set(right, value)
    else this.#byLeft.set(left, new Map([[right, value]]))
  }
}
