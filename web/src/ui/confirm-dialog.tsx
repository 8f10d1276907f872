import type { JSX, ParentProps } from 'solid-js'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

export interface ConfirmDialogProps {
  open: boolean
  title: string
  /** The exact consequence. */
  description?: JSX.Element
  /** The verb and the count again: "Remove 3 people". */
  confirm: string
  onConfirm(): void
  onCancel(): void
  /** The verb is destructive (default). */
  danger?: boolean
  /** The confirmed action runs: buttons rest. */
  busy?: boolean
  /** Another way, at the left: "Stage removals instead". */
  other?: JSX.Element
  size?: 'small' | 'medium' | 'large'
}

/** Consequences before the click. Starts on Cancel. */
export function ConfirmDialog(props: ParentProps<ConfirmDialogProps>) {
  let cancel: HTMLButtonElement | undefined
  return (
    <Dialog
      open={props.open}
      onClose={() => props.onCancel()}
      title={props.title}
      description={props.description}
      size={props.size ?? 'small'}
      role="alertdialog"
      initialFocus={() => cancel ?? null}
      footerStart={props.other}
      footer={
        <>
          <Button
            ref={(button) => {
              cancel = button
            }}
            onClick={() => props.onCancel()}
          >
            Cancel
          </Button>
          <Button
            variant={props.danger === false ? 'primary' : 'danger'}
            disabled={props.busy ?? false}
            onClick={() => props.onConfirm()}
          >
            {props.confirm}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  )
}
