import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'

/** What was typed, trimmed, once nothing more was typed for `ms`; `onChange` runs with every new value. */
export function useDelayed(source: Accessor<string>, ms: number, onChange?: () => void): Accessor<string> {
  const [value, setValue] = createSignal(source().trim())
  createEffect(
    on(
      source,
      (text) => {
        const timer = setTimeout(() => {
          const next = text.trim().slice(0, 100)
          if (next === value()) return
          onChange?.()
          setValue(next)
        }, ms)
        onCleanup(() => clearTimeout(timer))
      },
      { defer: true },
    ),
  )
  return value
}
