/**
 * A live view as a list that keeps still. Owns the subscription, the pace of painting and the clock of
 * the marks; the rules of what moves are in `calm-rows.ts`. Rows in the store are copies: what the engine
 * holds is never written to.
 */
import { isProblem, type Problem } from '@muster/sync/protocol/problem.ts'
import type { ViewResult } from '@muster/sync/protocol/view-result.ts'
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { useClient, useMe } from '../../store/engine.tsx'
import { readOnce } from '../../store/read-once.ts'
import type { ArgsOf, MetaOf, RowOf, ViewName } from '../../store/view-rows.ts'
import {
  type Actor,
  type CalmRows,
  calmRows,
  MARK_HOLD_MS,
  type Slot,
  settle,
  show,
  take,
} from './calm-rows.ts'
import { changedFields } from './changed-fields.ts'
import { readEveryRow } from './read-every-row.ts'

/** Others' edits are painted at most twice a second. */
const PAINT_MS = 500
/** A list that nobody used for this long is at rest: its order may be put right. */
const QUIET_MS = 10_000

type PagedView = {
  [N in ViewName]: ArgsOf<N> extends { page: number; pageSize: number } ? N : never
}[ViewName]

export interface CalmOptions<R> {
  /** When the row came to be, for telling new rows from rows of the next page. */
  bornAt?: (row: R) => string | null | undefined
  /** Fields whose change is not worth a mark. */
  quietFields?: readonly (keyof R & string)[]
}

/** Why the order is frozen. */
export type Engagement = 'pointer' | 'focus' | 'selection' | 'menu'

export interface CalmList<R, M> {
  slots: readonly Slot<R>[]
  meta: Accessor<M | undefined>
  total: Accessor<number>
  status: Accessor<'loading' | 'ready' | 'problem'>
  problem: Accessor<Problem | undefined>
  /** Rows of the former arguments are still on screen. */
  stale: Accessor<boolean>
  waiting: Accessor<{ added: number; by: readonly Actor[]; held: number; reordered: boolean }>
  show(): void
  engage(why: Engagement, on: boolean): void
  retry(): void
  /** A row that was on screen, or read with `every`: a selection spans pages. */
  seen(id: string): R | undefined
  /** Every row that matches, up to the most that can be selected; undefined when they did not all come. */
  every(): Promise<readonly R[] | undefined>
  page: Accessor<number>
  pageSize: Accessor<number>
  /** A clock that ticks while marks are on screen, for fading them. */
  now: Accessor<number>
}

const countOf = (meta: Record<string, unknown>) => {
  const count = meta.matching ?? meta.total
  return typeof count === 'number' ? count : 0
}

/** Subscribes to the view for as long as the owner lives; undefined arguments wait. */
export function useCalmRows<N extends PagedView>(
  view: N,
  wanted: Accessor<ArgsOf<N> | undefined>,
  options: CalmOptions<RowOf<N>> = {},
): CalmList<RowOf<N>, MetaOf<N>> {
  type R = RowOf<N>
  type M = MetaOf<N>
  const client = useClient()
  const me = useMe().user.id
  let calm: CalmRows<R> = calmRows<R>([], 0)
  const [shown, setShown] = createStore<{ slots: Slot<R>[] }>({ slots: [] })
  const [meta, setMeta] = createSignal<M>()
  const [total, setTotal] = createSignal(0)
  const [status, setStatus] = createSignal<'loading' | 'ready' | 'problem'>('loading')
  const [problem, setProblem] = createSignal<Problem>()
  const [stale, setStale] = createSignal(false)
  const [waiting, setWaiting] = createSignal(
    { added: 0, by: [] as readonly Actor[], held: 0, reordered: false },
    {
      equals: (a, b) =>
        a.added === b.added && a.held === b.held && a.reordered === b.reordered && a.by === b.by,
    },
  )
  const [now, setNow] = createSignal(Date.now())
  const [attempt, setAttempt] = createSignal(0)

  // The server checked the arguments by name, so the rows are those of the view.
  const rowsOf = (result: ViewResult) => result.rows as unknown as readonly R[]
  const metaOf = (result: ViewResult) => result.meta as unknown as M

  const engaged = new Set<Engagement>()
  let restSince = Date.now()
  let lastPaint = 0
  let clock: ReturnType<typeof setTimeout> | undefined

  const seen = new Map<string, R>()
  const see = (rows: readonly R[]) => {
    for (const row of rows) seen.set(row.id, row)
  }
  const paint = (next: CalmRows<R>) => {
    calm = next
    see(next.latest)
    setShown('slots', reconcile(structuredClone([...next.slots]), { key: 'id' }))
    setTotal(next.total)
    setWaiting({ added: next.waiting.length, by: next.waitingBy, held: next.held, reordered: next.reordered })
    tick()
  }

  /** Runs while something on screen has a time to end. */
  const tick = () => {
    clearTimeout(clock)
    const busy =
      calm.reordered ||
      calm.slots.some((slot) => slot.mark || slot.left) ||
      calm.slots.length < calm.latest.length
    if (!busy) return
    clock = setTimeout(() => {
      const time = Date.now()
      setNow(time)
      const frozen = engaged.size > 0
      const next = settle(calm, { now: time, frozen, quiet: !frozen && time - restSince >= QUIET_MS })
      if (next === calm) tick()
      else paint(next)
    }, 250)
  }

  const engage = (why: Engagement, isOn: boolean) => {
    if (isOn === engaged.has(why)) return
    if (isOn) engaged.add(why)
    else engaged.delete(why)
    if (engaged.size === 0) restSince = Date.now()
  }

  const args = createMemo(wanted, undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  })

  createEffect(
    on([args, attempt], ([current]) => {
      if (!current) return
      let first = true
      let late: ReturnType<typeof setTimeout> | undefined
      let queued: { result: ViewResult; by: Actor; mine: boolean; since: number } | undefined
      if (status() === 'ready') setStale(true)

      const flush = () => {
        clearTimeout(late)
        late = undefined
        if (!queued) return
        const { result, by, mine, since } = queued
        queued = undefined
        lastPaint = Date.now()
        const bornAt = options.bornAt
        setMeta(() => metaOf(result))
        paint(
          take(calm, {
            rows: rowsOf(result),
            total: countOf(result.meta),
            by,
            mine,
            now: Date.now(),
            frozen: engaged.size > 0,
            pageSize: current.pageSize,
            page: current.page,
            differs: (before, after) => changedFields(before, after, options.quietFields),
            born:
              bornAt && Number.isFinite(since) ? (row) => Date.parse(bornAt(row) ?? '') >= since : undefined,
          }),
        )
      }

      const subscription = client.subscribe(view, current, {
        onResult(result, info) {
          setProblem(undefined)
          setStatus('ready')
          setStale(false)
          if (first) {
            first = false
            setMeta(() => metaOf(result))
            paint(calmRows(rowsOf(result), countOf(result.meta)))
            return
          }
          const commits = info.delta?.commits ?? []
          const last = commits.at(-1)
          const mine =
            info.from === 'overlay' ||
            (commits.length > 0 && commits.every((commit) => commit.actorId === me))
          const by: Actor = { id: last?.actorId ?? null, name: last?.actorName ?? '' }
          const since = Math.min(queued?.since ?? Infinity, ...commits.map((commit) => Date.parse(commit.at)))
          queued = {
            result,
            by,
            mine: mine && (queued?.mine ?? true),
            since: Number.isFinite(since) ? since : Infinity,
          }
          const wait = lastPaint + PAINT_MS - Date.now()
          if (mine || wait <= 0) flush()
          else late ??= setTimeout(flush, wait)
        },
        onProblem(refusal) {
          setProblem(refusal)
          setStatus('problem')
        },
      })
      onCleanup(() => {
        clearTimeout(late)
        subscription.close()
      })
    }),
  )
  onCleanup(() => clearTimeout(clock))

  return {
    get slots() {
      return shown.slots
    },
    meta,
    total,
    status,
    problem,
    stale,
    waiting,
    show: () => paint(show(calm, Date.now())),
    engage,
    retry: () => {
      setStatus('loading')
      setAttempt((n) => n + 1)
    },
    seen: (id) => seen.get(id),
    async every() {
      const asked = args()
      if (!asked) return undefined
      const rows = await readEveryRow<R>(async (page, pageSize) => {
        const found = await readOnce(client, view, { ...asked, page, pageSize })
        return isProblem(found) ? undefined : { rows: found.rows, total: countOf({ ...found.meta }) }
      })
      if (rows) see(rows)
      return rows
    },
    page: () => args()?.page ?? 0,
    pageSize: () => args()?.pageSize ?? 10,
    now,
  }
}

/** True in the last part of a mark's life, when it fades. */
export function isFading(slot: Slot<unknown>, now: number): boolean {
  return slot.mark !== null && slot.mark.kind !== 'removed' && now - slot.mark.at >= MARK_HOLD_MS
}
