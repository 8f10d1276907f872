import type { JSX, ParentProps } from 'solid-js'
import { createEffect, createSignal, on, onCleanup, Show } from 'solid-js'
import { classNames } from './class-names.ts'

const WAIT_MS = 200
const KEEP_MS = 300

/** A grey block of the real thing's size. */
export function Skeleton(props: { class?: string }) {
  return (
    <span aria-hidden="true" class={classNames('breathe block rounded-badge bg-neutral-soft', props.class)} />
  )
}

/**
 * Shows `skeleton` once loading has lasted 200 ms, then for at least 300 ms; children otherwise. Before
 * the 200 ms are over it shows nothing, so fast answers do not flash.
 */
export function Loading(props: ParentProps<{ when: boolean; skeleton: JSX.Element; label?: string }>) {
  const [phase, setPhase] = createSignal<'quiet' | 'skeleton' | 'done'>(props.when ? 'quiet' : 'done')
  let shownAt = 0
  createEffect(
    on(
      () => props.when,
      (loading) => {
        const begin = () => {
          shownAt = performance.now()
          setPhase('skeleton')
        }
        if (loading && phase() === 'done') setPhase('quiet')
        const left = phase() === 'skeleton' ? KEEP_MS - (performance.now() - shownAt) : 0
        if (!loading && left <= 0) return void setPhase('done')
        const timer = setTimeout(loading ? begin : () => setPhase('done'), loading ? WAIT_MS : left)
        onCleanup(() => clearTimeout(timer))
      },
    ),
  )
  return (
    <Show
      when={phase() === 'done'}
      fallback={
        <div role="status" aria-busy="true">
          <span class="sr-only">{props.label ?? 'Loading'}</span>
          <Show when={phase() === 'skeleton'}>{props.skeleton}</Show>
        </div>
      }
    >
      {props.children}
    </Show>
  )
}
