import { Dialog } from '@ark-ui/solid/dialog'
import { Show } from 'solid-js'
import { Portal } from 'solid-js/web'
import { PaletteBox } from './palette-box.tsx'
import { closePalette, openPalette, paletteOpen, paletteOpener } from './palette-state.ts'

/** ⌘K: go anywhere, do anything that this page can. */
export function Palette() {
  return (
    <Dialog.Root
      open={paletteOpen()}
      onOpenChange={(details) => (details.open ? openPalette() : closePalette())}
      finalFocusEl={paletteOpener}
      lazyMount
      unmountOnExit
    >
      <Portal>
        <Dialog.Backdrop class="fade fixed inset-0 z-40 bg-scrim" />
        <Dialog.Positioner class="fixed inset-0 z-50 flex items-start justify-center p-4 pt-[14dvh] max-rail:p-0">
          <Dialog.Content
            aria-label="Search or run"
            class="pop flex max-h-[min(540px,76dvh)] w-full max-w-[640px] flex-col overflow-hidden rounded-dialog bg-surface-raised shadow-3 max-rail:h-dvh max-rail:max-h-none max-rail:rounded-none"
          >
            <Show when={paletteOpen()}>
              <PaletteBox />
            </Show>
          </Dialog.Content>
        </Dialog.Positioner>
      </Portal>
    </Dialog.Root>
  )
}
