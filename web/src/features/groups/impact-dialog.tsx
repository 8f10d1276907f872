import { createSignal, Show } from 'solid-js'
import { useView } from '../../store/use-view.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { countOf } from '../../ui/format-count.ts'
import type { ImpactBy } from '../../ui/impact/impact-lines.ts'
import { ImpactPane } from '../../ui/impact/impact-pane.tsx'
import { useGroup } from './group-context.tsx'

export interface ImpactDialogProps {
  open: boolean
  /** How many changes would be saved. */
  count: number
  saving: boolean
  onClose(): void
  onSave(): void
}

/** Who gains and loses what by the group's slice of the change set, and the way to save just that. */
export function ImpactDialog(props: ImpactDialogProps) {
  const group = useGroup()
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={`Impact of ${countOf(props.count, 'change')} in ${group.group().name}`}
      size="medium"
      closeButton
      footerStart={
        <Show when={!group.live()}>
          <p class="text-small text-warn">Saving needs a connection.</p>
        </Show>
      }
      footer={
        <>
          <Button onClick={props.onClose}>Close</Button>
          <Show when={props.count > 0 && group.live()}>
            <Button variant="primary" disabled={props.saving} onClick={props.onSave}>
              Save {countOf(props.count, 'change')}
            </Button>
          </Show>
        </>
      }
    >
      <Impact />
    </Dialog>
  )
}

function Impact() {
  const group = useGroup()
  const [by, setBy] = createSignal<ImpactBy>('people')
  const impact = useView('changeSet.impact', () => {
    const changeSetId = group.working.id()
    return changeSetId === undefined
      ? undefined
      : { changeSetId, scope: { of: 'group', groupId: group.group().id }, by: by() }
  })
  return <ImpactPane impact={impact} by={by()} onBy={setBy} untitled />
}
