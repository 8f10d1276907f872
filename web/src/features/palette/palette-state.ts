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

/** What had the focus before: it gets it back. */
let opener: Element | null = null

export function paletteOpener(): HTMLElement | null {
  return opener instanceof HTMLElement ? opener : null
}

export function openPalette(): void {
  if (!paletteOpen()) opener = document.activeElement
  setPaletteOpen(true)
}

export function closePalette(): void {
  setPaletteOpen(false)
}

export function togglePalette(): void {
  if (paletteOpen()) closePalette()
  else openPalette()
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
