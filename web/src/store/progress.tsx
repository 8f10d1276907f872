/** Long saves of the organization, told to every console: what runs, how far, and how to stop one's own. */
import type { Progress } from '@muster/sync/protocol/progress.ts'
import { createContext, onCleanup, type ParentProps, useContext } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { useClient } from './engine.tsx'

/** A finished strip stays this long, so that it can be read. */
const LINGER_MS = 1_500

export interface Running {
  all: readonly Progress[]
  stop(mutationId: string): void
}

const Context = createContext<Running>()

export function ProgressProvider(props: ParentProps) {
  const client = useClient()
  const [state, setState] = createStore<{ all: Progress[] }>({ all: [] })
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const without = (mutationId: string) => state.all.filter((one) => one.mutationId !== mutationId)
  const off = client.on('progress', (progress) => {
    setState('all', reconcile([...without(progress.mutationId), { ...progress }], { key: 'mutationId' }))
    if (!progress.ended) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      setState('all', reconcile(without(progress.mutationId), { key: 'mutationId' }))
    }, LINGER_MS)
    timers.add(timer)
  })
  onCleanup(() => {
    off()
    for (const timer of timers) clearTimeout(timer)
  })
  const running: Running = {
    get all() {
      return state.all
    },
    stop: (mutationId) => client.cancel(mutationId),
  }
  return <Context.Provider value={running}>{props.children}</Context.Provider>
}

/** What is being saved now. */
export function useProgress(): Running {
  const running = useContext(Context)
  if (!running) throw new Error('Used outside of ProgressProvider')
  return running
}
