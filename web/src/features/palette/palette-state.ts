/** Whether the palette is open, and what the page on show adds to it. */
import { type Accessor, createSignal, onCleanup } from 'solid-js'
import type { Icon } from '../../ui/icon.ts'

export interface PaletteAction {
  label: string
  icon: Icon
  keys?: string
  run(): void
}

interface Scope {
  name: Accessor<string | undefined>
  actions: Accessor<readonly PaletteAction[]>
}

const [paletteOpen, setPaletteOpen] = createSignal(false)
const [scopes, setScopes] = createSignal<readonly Scope[]>([])

export { paletteOpen }

export function openPalette(): void {
  setPaletteOpen(true)
}

export function closePalette(): void {
  setPaletteOpen(false)
}

export function togglePalette(): void {
  setPaletteOpen((open) => !open)
}

/** The page on show: its name as a chip, its actions first in the palette, until the owner goes. */
export function usePaletteScope(
  name: Accessor<string | undefined>,
  actions: Accessor<readonly PaletteAction[]>,
): void {
  const scope = { name, actions }
  setScopes((all) => [...all, scope])
  onCleanup(() => setScopes((all) => all.filter((one) => one !== scope)))
}

/** Name and actions of the page on show. */
export function paletteScope(): { name: string | undefined; actions: readonly PaletteAction[] } {
  return {
    name: scopes()
      .map(({ name }) => name())
      .findLast(Boolean),
    actions: scopes().flatMap(({ actions }) => actions()),
  }
}
