/**
 * What mutations in flight surely do to rows, shown on top of confirmed rows until they are answered.
 * Owns the patches; never touches confirmed results, and answers the same object when nothing differs.
 */
import type { RowPatch } from '../mutations/mutation.ts'
import type { Id } from '../protocol/scalars.ts'
import type { ViewResult } from '../protocol/view-result.ts'

export class Overlay {
  readonly #patches = new Map<Id, readonly RowPatch[]>()

  add(mutationId: Id, patches: readonly RowPatch[]): boolean {
    if (patches.length === 0) return false
    this.#patches.set(mutationId, patches)
    return true
  }

  /** True when there was something to take away. */
  remove(mutationId: Id): boolean {
    return this.#patches.delete(mutationId)
  }

  clear(): void {
    this.#patches.clear()
  }

  /** The confirmed result with the patches of this entity, in the order of the mutations. */
  over(confirmed: ViewResult, entity: RowPatch['entity'] | undefined): ViewResult {
    if (!entity || this.#patches.size === 0) return confirmed
    const fields = new Map<Id, Record<string, unknown>>()
    for (const patches of this.#patches.values())
      for (const patch of patches)
        if (patch.entity === entity) fields.set(patch.id, { ...fields.get(patch.id), ...patch.fields })
    if (fields.size === 0) return confirmed
    let changed = false
    const rows = confirmed.rows.map((row) => {
      const patch = fields.get(row.id)
      if (!patch || Object.entries(patch).every(([name, value]) => row[name] === value)) return row
      changed = true
      return { ...row, ...patch }
    })
    return changed ? { meta: confirmed.meta, rows } : confirmed
  }
}
