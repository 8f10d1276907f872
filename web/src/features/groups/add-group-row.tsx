import { isProblem } from '@muster/sync/protocol/problem.ts'
import { A } from '@solidjs/router'
import UsersRound from 'lucide-solid/icons/users-round'
import { createSignal, onMount, Show } from 'solid-js'
import { useClient } from '../../store/engine.tsx'
import { isWide } from '../../store/media.ts'
import { readOnce } from '../../store/read-once.ts'
import { problemWords, useMutation } from '../../store/use-mutation.ts'
import { freshId } from '../../store/world.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { tooLong } from '../../ui/words/too-long.ts'

const MAX_NAME = 120
const MAX_DESCRIPTION = 2_000

/** An open row under the head: name focused, Enter creates, and it stays open for the next one (C33). */
export function AddGroupRow(props: { onClose(): void; onCreated(groupId: string): void }) {
  const mutate = useMutation()
  const client = useClient()
  const [name, setName] = createSignal('')
  const [description, setDescription] = createSignal('')
  const [wrong, setWrong] = createSignal<string>()
  const [twin, setTwin] = createSignal<{ id: string; name: string }>()
  const [busy, setBusy] = createSignal(false)
  let nameField: HTMLInputElement | undefined
  onMount(() => nameField?.focus())

  /** Finds the group that has the name already, for the way out. */
  function findTwin(wanted: string): void {
    const same = (row: { name: string }) => row.name.toLowerCase() === wanted.toLowerCase()
    const args = {
      search: wanted,
      kind: 'all',
      sort: { by: 'name', dir: 'asc' },
      page: 0,
      pageSize: 20,
    } as const
    void readOnce(client, 'group.list', args).then(
      (found) => !isProblem(found) && setTwin(found.rows.find(same)),
    )
  }
  async function create(): Promise<void> {
    const wanted = name().trim()
    if (wanted === '') return void setWrong('A group needs a name')
    if (wanted.length > MAX_NAME) return void setWrong(tooLong('A name', wanted.length, MAX_NAME))
    if (description().trim().length > MAX_DESCRIPTION)
      return void setWrong(tooLong('A description', description().trim().length, MAX_DESCRIPTION))
    if (busy()) return
    setBusy(true)
    const groupId = freshId()
    const answer = await mutate(
      'group.create',
      { groupId, name: wanted, description: description().trim() },
      { quiet: true },
    )
    setBusy(false)
    if (isProblem(answer)) {
      const taken = answer.errors?.some((error) => error.pointer === '/name') ?? false
      setWrong(taken ? 'Another group already has this name' : problemWords(answer))
      if (taken) findTwin(wanted)
      nameField?.focus()
      return
    }
    setName('')
    setDescription('')
    nameField?.focus()
    toast({ kind: 'done', title: `Created ${wanted}`, key: 'group-created' })
    props.onCreated(groupId)
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return
    if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) void create()
    else if (event.key === 'Escape') props.onClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const edited = () => {
    setWrong()
    setTwin()
  }

  return (
    <tr class="open-row" on:keydown={onKeyDown}>
      <td class="pick max-rail:hidden" />
      <td>
        <TextField
          label="Name of the new group"
          labelHidden
          placeholder="Name"
          icon={UsersRound}
          value={name()}
          onInput={(next) => {
            edited()
            setName(next)
          }}
          error={
            wrong() && (
              <span class="whitespace-normal">
                {wrong()}{' '}
                <Show when={twin()}>
                  {(group) => (
                    <A href={`/groups/${group().id}`} class="font-medium text-accent-text hover:underline">
                      Open {group().name}
                    </A>
                  )}
                </Show>
              </span>
            )
          }
          inputRef={(input) => {
            nameField = input
          }}
        />
      </td>
      <td colSpan={isWide() ? 3 : 2}>
        <TextField
          label="Description, optional"
          labelHidden
          placeholder="Description, optional"
          value={description()}
          onInput={setDescription}
        />
      </td>
      <td colSpan={2}>
        <span class="flex justify-end gap-1">
          <Button variant="ghost" onClick={props.onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            keys="Enter"
            disabled={busy()}
            class="max-rail:flex-1"
            onClick={() => void create()}
          >
            Create group
          </Button>
        </span>
      </td>
    </tr>
  )
}
