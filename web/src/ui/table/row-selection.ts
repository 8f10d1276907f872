/** Which rows are selected, and from where a range grows. Pure: the ids on the page are passed in. */
export interface Selection {
  ids: ReadonlySet<string>
  /** The row that was last selected by itself: shift selects from here. */
  anchor: string | null
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), anchor: null }

/** Turns one row on or off and makes it the anchor. */
export function toggleRow(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { ids, anchor: id }
}

/** Adds every row between the anchor and `id`, both included; without an anchor only `id`. */
export function selectRange(selection: Selection, id: string, order: readonly string[]): Selection {
  const to = order.indexOf(id)
  const from = selection.anchor === null ? to : order.indexOf(selection.anchor)
  if (to < 0) return selection
  const [start, end] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)]
  return {
    ids: new Set([...selection.ids, ...order.slice(start, end + 1)]),
    anchor: selection.anchor ?? id,
  }
}

/** The head's checkbox: selects the page, or clears it when all of it was selected. */
export function togglePage(selection: Selection, order: readonly string[]): Selection {
  const ids = new Set(selection.ids)
  const all = order.every((id) => ids.has(id))
  for (const id of order) all ? ids.delete(id) : ids.add(id)
  return { ids, anchor: null }
}

/** Drops ids that are no longer there, e.g. removed by somebody; the same object when all are. */
export function keepSelected(selection: Selection, isThere: (id: string) => boolean): Selection {
  const ids = [...selection.ids].filter(isThere)
  return ids.length === selection.ids.size ? selection : { ids: new Set(ids), anchor: selection.anchor }
}
