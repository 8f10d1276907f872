import { Dialog as ArkDialog } from '@ark-ui/solid/dialog'
import X from 'lucide-solid/icons/x'
import type { JSX, ParentProps } from 'solid-js'
import { Show } from 'solid-js'
import { Portal } from 'solid-js/web'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'

export interface DialogProps {
  open: boolean
  onClose(): void
  title: string
  description?: JSX.Element
  /** Width: 440, 560, 760 or 880. A bottom sheet up to 720. */
  size?: 'small' | 'medium' | 'large' | 'wide'
  /** Buttons at the right of the foot. */
  footer?: JSX.Element
  /** What stands at the left of the foot. */
  footerStart?: JSX.Element
  /** Where the focus starts; the first control otherwise. */
  initialFocus?: () => HTMLElement | null
  role?: 'dialog' | 'alertdialog'
  closeButton?: boolean
  /** A quiet action beside the close button: "Other file…". */
  headerAction?: JSX.Element
}

const sizes = {
  small: 'max-w-[440px]',
  medium: 'max-w-[560px]',
  large: 'max-w-[760px]',
  wide: 'max-w-[880px]',
}

/** A dialog; on phones a bottom sheet. Esc and the scrim close it, focus goes back to the opener. */
export function Dialog(props: ParentProps<DialogProps>) {
  return (
    <ArkDialog.Root
      open={props.open}
      onOpenChange={(details) => !details.open && props.onClose()}
      role={props.role ?? 'dialog'}
      initialFocusEl={() => props.initialFocus?.() ?? null}
      closeOnInteractOutside={props.role !== 'alertdialog'}
      lazyMount
      unmountOnExit
    >
      <Portal>
        <ArkDialog.Backdrop class="fade fixed inset-0 z-40 bg-scrim" />
        <ArkDialog.Positioner class="fixed inset-0 z-50 flex items-start justify-center overflow-y-auto p-4 pt-[max(16px,12dvh)] max-rail:items-end max-rail:p-0">
          <ArkDialog.Content
            class={classNames(
              'pop flex max-h-[80dvh] w-full flex-col rounded-dialog bg-surface-raised shadow-3 max-rail:sheet max-rail:max-h-[88dvh] max-rail:max-w-none max-rail:rounded-b-none',
              sizes[props.size ?? 'small'],
            )}
          >
            <div class="flex items-start gap-3 px-5 pt-4 pb-1">
              <ArkDialog.Title class="flex-1 text-section">{props.title}</ArkDialog.Title>
              {props.headerAction}
              <Show when={props.closeButton}>
                <IconButton icon={X} name="Close" class="-mr-2" onClick={() => props.onClose()} />
              </Show>
            </div>
            <div class="min-h-0 flex-1 overflow-y-auto px-5 pb-4">
              <Show when={props.description}>
                <ArkDialog.Description class="text-text-2">{props.description}</ArkDialog.Description>
              </Show>
              {props.children}
            </div>
            <Show when={props.footer}>
              <div class="flex items-center gap-2 border-line border-t px-4 py-3 max-rail:flex-col-reverse max-rail:items-stretch max-rail:[&_button]:h-11 max-rail:[&_button]:w-full max-rail:pb-[max(12px,env(safe-area-inset-bottom))]">
                <div class="mr-auto max-rail:mr-0 max-rail:has-[p]:order-last max-rail:empty:hidden">
                  {props.footerStart}
                </div>
                {props.footer}
              </div>
            </Show>
          </ArkDialog.Content>
        </ArkDialog.Positioner>
      </Portal>
    </ArkDialog.Root>
  )
}
