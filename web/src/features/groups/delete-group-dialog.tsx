import { isProblem } from '@muster/sync/protocol/problem.ts'
import { createSignal, For, Show } from 'solid-js'
import { useConnection } from '../../store/connection.tsx'
import { useMutation } from '../../store/use-mutation.ts'
import { useView } from '../../store/use-view.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { toast } from '../../ui/toast.tsx'
import { deletionWords } from './deletion-words.ts'
import { keepWords } from './keep-words.ts'

const SHOWN = 8

/** Asks before a group goes, naming who loses what (C37). */
export function DeleteGroupDialog(props: {
  group: { id: string; name: string; members: number; dashboards: number }
  onClose(): void
  onDeleted(): void
}) {
  const mutate = useMutation()
  const connection = useConnection()
  const [busy, setBusy] = createSignal(false)
  const { id, name } = props.group
  const preview = useView('mutation.preview', () => ({ name: 'group.delete', args: { groupId: id } }))
  const losers = () => preview.rows.filter((row) => row.loseCount > 0)
  const more = () => (preview.meta?.loseUsers ?? 0) - Math.min(SHOWN, losers().length)

  async function remove(): Promise<void> {
    setBusy(true)
    const answer = await mutate('group.delete', { groupId: id })
    setBusy(false)
    if (isProblem(answer)) return
    toast({ kind: 'done', title: `Deleted ${name}` })
    props.onDeleted()
  }

  return (
    <ConfirmDialog
      open
      size="medium"
      title={`Delete ${name}`}
      description={deletionWords(props.group, preview.meta)}
      confirm="Delete user group"
      busy={busy() || connection.word() !== 'Live'}
      onCancel={props.onClose}
      onConfirm={() => void remove()}
    >
      <Show when={losers().length > 0}>
        <ul class="mt-4 rounded-control border border-line-strong">
          <For each={losers().slice(0, SHOWN)}>
            {(person) => (
              <li class="grid grid-cols-[24px_1fr_auto] gap-x-2.5 border-line border-b px-3 py-2 last:border-b-0">
                <Avatar id={person.id} name={person.name} size={24} />
                <span class="truncate font-medium">{person.name}</span>
                <span class="num font-medium text-remove">−{countOf(person.loseCount, 'dashboard')}</span>
                <span class="col-span-2 col-start-2 text-small text-text-2">{keepWords(person)}</span>
              </li>
            )}
          </For>
        </ul>
        <Show when={more() > 0}>
          <p class="num mt-2 text-small text-text-3">and {formatCount(more())} more</p>
        </Show>
      </Show>
      <Show when={connection.word() !== 'Live'}>
        <p class="mt-3 text-small text-warn">Deleting needs a connection.</p>
      </Show>
    </ConfirmDialog>
  )
}
