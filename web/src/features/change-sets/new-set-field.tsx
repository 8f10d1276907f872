import { isProblem } from '@muster/sync/protocol/problem.ts'
import { createSignal, onMount } from 'solid-js'
import { problemWords, useMutation } from '../../store/use-mutation.ts'
import { freshId } from '../../store/world.ts'
import { TextField } from '../../ui/text-field.tsx'

/** Names a new change set where it will stand: Enter creates, Esc leaves. */
export function NewSetField(props: {
  taken: readonly string[]
  onCreated(changeSetId: string): void
  onClose(): void
}) {
  const mutate = useMutation()
  const [name, setName] = createSignal('')
  const [wrong, setWrong] = createSignal<string>()
  const [busy, setBusy] = createSignal(false)
  let input: HTMLInputElement | undefined
  onMount(() => input?.focus())

  async function create(): Promise<void> {
    const wanted = name().trim()
    if (wanted === '' || busy()) return
    if (props.taken.some((one) => one.toLowerCase() === wanted.toLowerCase()))
      return void setWrong('An open change set has this name already')
    setBusy(true)
    const changeSetId = freshId()
    const answer = await mutate('changeSet.create', { changeSetId, name: wanted }, { quiet: true })
    setBusy(false)
    if (isProblem(answer)) return void setWrong(problemWords(answer))
    props.onClose()
    props.onCreated(changeSetId)
  }

  return (
    <div class="px-1 pt-1 pb-2">
      <TextField
        label="Name of the new change set"
        labelHidden
        placeholder="Name, then Enter"
        size={28}
        maxLength={120}
        value={name()}
        onInput={(text) => {
          setName(text)
          setWrong()
        }}
        error={wrong()}
        inputRef={(element) => {
          input = element
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void create()
          if (event.key !== 'Escape') return
          event.stopPropagation()
          props.onClose()
        }}
        onBlur={() => name().trim() === '' && !busy() && props.onClose()}
      />
    </div>
  )
}
