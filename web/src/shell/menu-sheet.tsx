import { Dialog } from '@ark-ui/solid/dialog'
import MenuIcon from 'lucide-solid/icons/menu'
import { createSignal } from 'solid-js'
import { Portal } from 'solid-js/web'
import { IconButton } from '../ui/icon-button.tsx'
import { Sidebar } from './sidebar.tsx'

const [open, setOpen] = createSignal(false)

/** On phones: opens the sidebar as a sheet. */
export function MenuSheetButton() {
  return (
    <span class="hidden max-rail:inline-flex">
      <IconButton
        icon={MenuIcon}
        name="Menu"
        size={32}
        class="size-10"
        aria-expanded={open()}
        onClick={() => setOpen(true)}
      />
    </span>
  )
}

/** The sidebar as a sheet from the left; stands once in the shell. */
export function MenuSheet() {
  return (
    <Dialog.Root open={open()} onOpenChange={(details) => setOpen(details.open)} lazyMount unmountOnExit>
      <Portal>
        <Dialog.Backdrop class="fade fixed inset-0 z-40 bg-scrim" />
        <Dialog.Positioner class="fixed inset-0 z-50">
          <Dialog.Content aria-label="Menu" class="fade h-full w-[min(300px,85vw)] bg-canvas shadow-3">
            <Sidebar onGo={() => setOpen(false)} />
          </Dialog.Content>
        </Dialog.Positioner>
      </Portal>
    </Dialog.Root>
  )
}
