import { createSignal, createUniqueId, Show } from 'solid-js'
import { useView } from '../../store/use-view.ts'
import { Button } from '../../ui/button.tsx'
import { DeleteGroupDialog } from './delete-group-dialog.tsx'
import { deletionWords } from './deletion-words.ts'
import { useGroup } from './group-context.tsx'

/** Deleting the group, with its exact consequences before the click (C37). */
export function DangerZone(props: { onDeleted(): void }) {
  const { group, slice } = useGroup()
  const headingId = createUniqueId()
  const [asking, setAsking] = createSignal(false)
  const preview = useView('mutation.preview', () => ({ name: 'group.delete', args: { groupId: group().id } }))
  return (
    <section aria-labelledby={headingId} class="mt-12">
      <h2 id={headingId} class="mb-2 flex min-h-8 items-center text-section">
        Danger zone
      </h2>
      <div class="flex items-center gap-4 rounded-box border border-remove-line py-3 pr-3 pl-4 max-rail:flex-col max-rail:items-stretch max-rail:gap-2.5">
        <div class="min-w-0 flex-1">
          <p class="font-medium">Delete {group().name}</p>
          <p class="text-text-3">
            {deletionWords(group(), preview.meta)}{' '}
            <Show when={slice().length > 0}>What is staged for it can no longer be saved.</Show>
          </p>
        </div>
        <Button variant="danger-quiet" class="max-rail:self-start" onClick={() => setAsking(true)}>
          Delete user group
        </Button>
      </div>
      <Show when={asking()}>
        <DeleteGroupDialog
          group={group()}
          onClose={() => setAsking(false)}
          onDeleted={() => {
            setAsking(false)
            props.onDeleted()
          }}
        />
      </Show>
    </section>
  )
}
