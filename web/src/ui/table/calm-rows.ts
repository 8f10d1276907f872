/**
 * What a live list shows so that nothing moves under the reader. Owns the slots on screen and what
 * waits behind the pill; does not own timers, the pointer or the network: `now` and "is somebody using
 * this list" are passed in. Invariants: a slot never changes place except by the reader's own action,
 * by `show`, or when the list is at rest; values in a slot are always the latest.
 */

/** Who did it. `id` is null when the organization changed by itself. */
export interface Actor {
  id: string | null
  name: string
}

/** Why a slot is not plain. `at` is when the mark was set, in milliseconds. */
export type Mark =
  | { kind: 'added'; by: Actor; at: number }
  | { kind: 'changed'; by: Actor; at: number; fields: readonly string[] }
  | { kind: 'removed'; by: Actor; at: number }

/** A row's place on screen. `left` slots went to another page and keep their place until rest. */
export interface Slot<R> {
  id: string
  row: R
  mark: Mark | null
  left: boolean
}

export interface CalmRows<R> {
  slots: readonly Slot<R>[]
  /** What the server would show now. */
  latest: readonly R[]
  total: number
  /** Ids of rows that others added and that wait behind the pill. */
  waiting: readonly string[]
  /** Who added what waits. */
  waitingBy: readonly Actor[]
  /** Changes held back because they came too fast to follow. */
  held: number
  /** The rows would stand in another order now. */
  reordered: boolean
}

export interface Arrival<R> {
  rows: readonly R[]
  total: number
  /** Who is behind it; `mine` when the reader is. */
  by: Actor
  mine: boolean
  now: number
  /** Somebody points at, focuses or selects in this list. */
  frozen: boolean
  pageSize: number
  page: number
  /** Names of the fields that differ visibly. */
  differs(before: R, after: R): readonly string[]
  /** Exact answer to "did this row just come to be", when rows carry it. */
  born?: ((row: R) => boolean) | undefined
}

/** A mark is at full strength for 4 s, then fades for 0.6 s. */
export const MARK_HOLD_MS = 4000
export const MARK_FADE_MS = 600
/** More changed rows than this at once cannot be followed: they wait behind the pill. */
export const FLOOD = 20

type WithId = { id: string }

const plain = <R extends WithId>(row: R): Slot<R> => ({ id: row.id, row, mark: null, left: false })

/** A list seen for the first time: everything in place, nothing marked. */
export function calmRows<R extends WithId>(rows: readonly R[], total: number): CalmRows<R> {
  return {
    slots: rows.map(plain),
    latest: rows,
    total,
    waiting: [],
    waitingBy: [],
    held: 0,
    reordered: false,
  }
}

const isGone = <R>(slot: Slot<R>) => slot.left || slot.mark?.kind === 'removed'

/**
 * Of the slots that the server no longer lists, the ids of those that were truly removed. The others
 * went to a neighbouring page: only rows at the edge of a full page can.
 */
function removedFrom<R extends WithId>(calm: CalmRows<R>, arrival: Arrival<R>): Set<string> {
  const kept = new Set(arrival.rows.map((row) => row.id))
  const live = calm.slots.filter((slot) => !isGone(slot))
  const gone = live.filter((slot) => !kept.has(slot.id))
  const survivors = live.flatMap((slot, index) => (kept.has(slot.id) ? [index] : []))
  const first = survivors[0] ?? live.length
  const last = survivors.at(-1) ?? -1
  const full = arrival.rows.length >= arrival.pageSize
  const shrank = arrival.total < calm.total
  const removed = new Set<string>()
  for (const slot of gone) {
    const index = live.indexOf(slot)
    const inside = index > first && index < last
    const atEnd = index > last && survivors.length > 0
    const pushedOff = atEnd && full && !shrank
    const pulledOff = !inside && !atEnd && arrival.page > 0 && shrank && full
    if (!pushedOff && !pulledOff) removed.add(slot.id)
  }
  return removed
}

/** Ids of the listed rows that were really added, as against pulled in from a neighbouring page. */
function addedTo<R extends WithId>(calm: CalmRows<R>, arrival: Arrival<R>, removed: number): Set<string> {
  const known = new Set(calm.slots.filter((slot) => slot.mark?.kind !== 'removed').map((slot) => slot.id))
  for (const row of calm.latest) known.add(row.id)
  const arrivals = arrival.rows.filter((row) => !known.has(row.id))
  if (arrival.born) return new Set(arrivals.filter(arrival.born).map((row) => row.id))
  const expected = Math.max(0, arrival.total - calm.total + removed)
  return new Set(arrivals.slice(0, expected).map((row) => row.id))
}

/** The rows in their latest order, with the slots in `keep` after the neighbour they stood behind. */
function weave<R extends WithId>(
  before: readonly Slot<R>[],
  order: readonly Slot<R>[],
  keep: ReadonlySet<string>,
): Slot<R>[] {
  const listed = new Set(order.map((slot) => slot.id))
  const behind = new Map<string | null, Slot<R>[]>()
  let neighbour: string | null = null
  for (const slot of before) {
    if (listed.has(slot.id)) neighbour = slot.id
    else if (keep.has(slot.id)) behind.set(neighbour, [...(behind.get(neighbour) ?? []), slot])
  }
  return [...(behind.get(null) ?? []), ...order.flatMap((slot) => [slot, ...(behind.get(slot.id) ?? [])])]
}

function orderDiffers<R extends WithId>(slots: readonly Slot<R>[], rows: readonly R[]): boolean {
  const shown = new Set(slots.map((slot) => slot.id))
  const live = slots.filter((slot) => !isGone(slot)).map((slot) => slot.id)
  const order = rows.filter((row) => shown.has(row.id)).map((row) => row.id)
  return live.length === order.length && live.some((id, index) => id !== order[index])
}

/** Takes what the server says now into the list on screen. */
export function take<R extends WithId>(calm: CalmRows<R>, arrival: Arrival<R>): CalmRows<R> {
  const { rows, by, mine, now } = arrival
  const latest = new Map(rows.map((row) => [row.id, row]))
  const removed = removedFrom(calm, arrival)
  const added = addedTo(calm, arrival, removed.size)
  let changes = removed.size + added.size

  const slots = calm.slots.map((slot): Slot<R> => {
    const row = latest.get(slot.id)
    if (!row) {
      if (isGone(slot)) return slot
      if (removed.has(slot.id)) return { ...slot, mark: { kind: 'removed', by, at: now } }
      return { ...slot, left: true }
    }
    if (slot.mark?.kind === 'removed')
      return { id: row.id, row, mark: { kind: 'added', by, at: now }, left: false }
    const fields = row === slot.row ? [] : arrival.differs(slot.row, row)
    if (fields.length === 0) return row === slot.row && !slot.left ? slot : { ...slot, row, left: false }
    changes += 1
    return { id: row.id, row, mark: mine ? slot.mark : { kind: 'changed', by, at: now, fields }, left: false }
  })

  const tooFast = changes > FLOOD && calm.slots.length > 0
  if (!mine && (tooFast || (calm.held > 0 && changes > 0))) {
    return { ...calm, latest: rows, total: arrival.total, held: calm.held + changes }
  }

  const fresh = (row: R): Slot<R> => {
    const slot = plain(row)
    return added.has(row.id) ? { ...slot, mark: { kind: 'added', by, at: now } } : slot
  }
  const byId = new Map(slots.map((slot) => [slot.id, slot]))
  const base = { ...calm, latest: rows, total: arrival.total }

  if (mine) {
    // The reader's own doing: everything in place at once, only others' struck rows keep their slot.
    const keep = new Set(calm.slots.filter((slot) => slot.mark?.kind === 'removed').map((slot) => slot.id))
    const order = rows.map((row) => byId.get(row.id) ?? fresh(row))
    return {
      ...base,
      slots: weave(slots, order, keep),
      waiting: [],
      waitingBy: [],
      held: 0,
      reordered: false,
    }
  }

  const shown = [...slots]
  const waiting = calm.waiting.filter((id) => latest.has(id))
  let waitingBy = waiting.length > 0 ? calm.waitingBy : []
  for (const row of rows) {
    if (byId.has(row.id) || waiting.includes(row.id)) continue
    const isNew = added.has(row.id)
    if (shown.length < arrival.pageSize) {
      const at = arrival.frozen ? shown.length : placeOf(row.id, rows, shown)
      shown.splice(at, 0, fresh(row))
    } else if (isNew) {
      waiting.push(row.id)
      if (!waitingBy.some((actor) => actor.id === by.id)) waitingBy = [...waitingBy, by]
    }
  }
  return { ...base, slots: shown, waiting, waitingBy, reordered: orderDiffers(shown, rows) }
}

/** Where a row belongs among the slots: behind its nearest listed neighbour above. */
function placeOf<R extends WithId>(id: string, rows: readonly R[], slots: readonly Slot<R>[]): number {
  const index = rows.findIndex((row) => row.id === id)
  for (let above = index - 1; above >= 0; above--) {
    const at = slots.findIndex((slot) => slot.id === rows[above]?.id)
    if (at >= 0) return at + 1
  }
  return 0
}

/** Everything in its latest place; rows that waited are marked as added. */
export function show<R extends WithId>(calm: CalmRows<R>, now: number): CalmRows<R> {
  const marks = new Map(calm.slots.map((slot) => [slot.id, slot.mark]))
  const by = calm.waitingBy.at(-1) ?? { id: null, name: '' }
  const slots = calm.latest.map((row): Slot<R> => {
    if (calm.waiting.includes(row.id)) return { ...plain(row), mark: { kind: 'added', by, at: now } }
    const mark = marks.get(row.id) ?? null
    return { ...plain(row), mark: mark?.kind === 'removed' ? null : mark }
  })
  return { ...calmRows(calm.latest, calm.total), slots }
}

/**
 * Lets time pass: marks fade, struck rows collapse when the list was left, and an order that changed
 * is put right when nobody used the list for long (`quiet`). Answers the same object when nothing moved.
 */
export function settle<R extends WithId>(
  calm: CalmRows<R>,
  { now, frozen, quiet }: { now: number; frozen: boolean; quiet: boolean },
): CalmRows<R> {
  const hold = MARK_HOLD_MS + MARK_FADE_MS
  let moved = false
  const slots = calm.slots.flatMap((slot): Slot<R>[] => {
    const { mark } = slot
    if (mark?.kind === 'removed') {
      if (frozen || now - mark.at < MARK_HOLD_MS) return [slot]
      moved = true
      return []
    }
    if (mark && now - mark.at >= hold) {
      moved = true
      return [{ ...slot, mark: null }]
    }
    return [slot]
  })
  const settled = { ...calm, slots }
  if (!frozen && calm.waiting.length === 0 && calm.held === 0) {
    if (calm.reordered && quiet) return withMarks(settled)
    const struck = slots.some((slot) => slot.mark?.kind === 'removed')
    if (
      !calm.reordered &&
      !struck &&
      (slots.some((slot) => slot.left) || slots.length < calm.latest.length)
    ) {
      return withMarks(settled)
    }
  }
  return moved ? settled : calm
}

/** The latest rows in the latest order, with the marks that their slots carry. */
function withMarks<R extends WithId>(calm: CalmRows<R>): CalmRows<R> {
  const before = new Map(calm.slots.map((slot) => [slot.id, slot]))
  const struck = new Set(calm.slots.filter((slot) => slot.mark?.kind === 'removed').map((slot) => slot.id))
  const order = calm.latest.map((row) => ({ ...plain(row), mark: before.get(row.id)?.mark ?? null }))
  return { ...calm, slots: weave(calm.slots, order, struck), reordered: false }
}
