import { isProblem } from '@muster/sync/protocol/problem.ts'
import { createSignal, For } from 'solid-js'
import { useConnection } from '../../store/connection.tsx'
import { useMutation } from '../../store/use-mutation.ts'
import { useView } from '../../store/use-view.ts'
import type { GroupListRow } from '../../store/view-rows.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { countOf } from '../../ui/format-count.ts'
import { toast } from '../../ui/toast.tsx'
import { deletionWords } from './deletion-words.ts'

/** Asks before several groups go, each with its own consequence. They are deleted one after the other. */
export function DeleteGroupsDialog(props: {
  groups: readonly GroupListRow[]
  onClose(): void
  onDeleted(): void
}) {
  const mutate = useMutation()
  const connection = useConnection()
  const [busy, setBusy] = createSignal(false)
  const what = () => countOf(props.groups.length, 'user group')

  async function remove(): Promise<void> {
    setBusy(true)
    let deleted = 0
    for (const group of props.groups) {
      const answer = await mutate('group.delete', { groupId: group.id })
      if (isProblem(answer) && answer.kind !== 'not-found') break
      deleted += 1
    }
    setBusy(false)
    if (deleted > 0) toast({ kind: 'done', title: `Deleted ${countOf(deleted, 'user group')}` })
    props.onDeleted()
  }

  return (
    <ConfirmDialog
      open
      size="medium"
      title={`Delete ${what()}`}
      description="Members and shares go with each of them."
      confirm={`Delete ${what()}`}
      busy={busy() || connection.word() !== 'Live'}
      onCancel={props.onClose}
      onConfirm={() => void remove()}
    >
      <ul class="mt-4 rounded-control border border-line-strong">
        <For each={props.groups}>{(group) => <Consequence group={group} />}</For>
      </ul>
    </ConfirmDialog>
  )
}

function Consequence(props: { group: GroupListRow }) {
  const preview = useView('mutation.preview', () => ({
    name: 'group.delete',
    args: { groupId: props.group.id },
  }))
  return (
    <li class="border-line border-b px-3 py-2 last:border-b-0">
      <span class="block font-medium">{props.group.name}</span>
      <span class="text-small text-text-2">{deletionWords(props.group, preview.meta)}</span>
    </li>
  )
}
