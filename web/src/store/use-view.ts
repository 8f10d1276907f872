/**
 * A live view as a Solid store. Rows are reconciled by id, so only changed cells render; what the engine
 * holds is never written to (rows here are copies). While arguments change, the former rows stay.
 */
import type { Problem } from '@muster/sync/protocol/problem.ts'
import type { ViewResult } from '@muster/sync/protocol/view-result.ts'
import { changedIds } from '@muster/sync/views/changed-ids.ts'
import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { serverNow } from './clock.ts'
import { useClient, useMe } from './engine.tsx'
import { actorHue } from './presence.ts'
import type { ArgsOf, MetaOf, RowOf, ViewName } from './view-rows.ts'

/** How long a fresh row is marked. */
export const FRESH_MS = 4_000

/** Who changed a row just now. */
export interface Fresh {
  actorId: string | null
  actorName: string
  hue: number
  mutation: string
  own: boolean
  at: number
}

export interface LiveView<R, M> {
  readonly status: 'loading' | 'ready' | 'problem'
  readonly rows: readonly R[]
  readonly meta: M | undefined
  readonly problem: Problem | undefined
  /** The rows on show are those of the former arguments. */
  readonly stale: boolean
  /** Who changed this row in the last 4 s. */
  fresh(rowId: string): Fresh | undefined
  /** Asks again after a problem. */
  retry(): void
}

/** Subscribes for as long as the owner lives. Undefined arguments wait. */
export function useView<N extends ViewName>(
  name: N,
  args: () => ArgsOf<N> | undefined,
): LiveView<RowOf<N>, MetaOf<N>> {
  const client = useClient()
  const me = useMe()
  const [state, setState] = createStore<{ rows: RowOf<N>[]; meta: MetaOf<N>[] }>({ rows: [], meta: [] })
  const [status, setStatus] = createSignal<'loading' | 'ready' | 'problem'>('loading')
  const [problem, setProblem] = createSignal<Problem>()
  const [stale, setStale] = createSignal(false)
  const [fresh, setFresh] = createStore<Record<string, Fresh | undefined>>({})
  const [attempt, setAttempt] = createSignal(0)
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const argsJson = createMemo(() => {
    const value = args()
    return value === undefined ? undefined : JSON.stringify(value)
  })

  function show(result: ViewResult): void {
    setState('rows', reconcile(structuredClone(result.rows) as unknown as RowOf<N>[], { key: 'id' }))
    setState('meta', reconcile([structuredClone(result.meta) as unknown as MetaOf<N>], { key: null }))
    setProblem()
    setStale(false)
    setStatus('ready')
  }

  function mark(rowIds: string[], by: Omit<Fresh, 'at'>): void {
    const at = serverNow()
    for (const id of rowIds) setFresh(id, { ...by, at })
    const timer = setTimeout(() => {
      timers.delete(timer)
      for (const id of rowIds) if (fresh[id]?.at === at) setFresh(id, undefined)
    }, FRESH_MS)
    timers.add(timer)
  }

  createEffect(
    on([argsJson, attempt], ([json]) => {
      if (json === undefined) return
      if (status() === 'ready') setStale(true)
      else setStatus('loading')
      const subscription = client.subscribe(name, JSON.parse(json), {
        onResult(result, info) {
          show(result)
          const commit = info.delta?.commits.at(-1)
          if (!commit || !info.delta) return
          mark(changedIds(info.delta, result.rows), {
            actorId: commit.actorId,
            actorName: commit.actorName ?? 'Muster',
            hue: actorHue(client.peers, commit.actorId),
            mutation: commit.mutation,
            own: commit.actorId === me.user.id,
          })
        },
        onProblem(refused) {
          setState({ rows: [], meta: [] })
          setProblem(refused)
          setStale(false)
          setStatus('problem')
        },
      })
      onCleanup(() => subscription.close())
    }),
  )
  onCleanup(() => {
    for (const timer of timers) clearTimeout(timer)
  })

  return {
    get status() {
      return status()
    },
    get rows() {
      return state.rows
    },
    get meta() {
      return state.meta[0]
    },
    get problem() {
      return problem()
    },
    get stale() {
      return stale()
    },
    fresh: (rowId) => fresh[rowId],
    retry: () => setAttempt((count) => count + 1),
  }
}
