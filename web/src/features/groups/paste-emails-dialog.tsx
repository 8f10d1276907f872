/** Pasted e-mail addresses, each looked up, then staged together: who is found, in already, or unknown. */
import { createEffect, createMemo, createSignal, For, onCleanup, Show } from 'solid-js'
import { useClient } from '../../store/engine.tsx'
import type { CandidateRow } from '../../store/view-rows.ts'
import { SignBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { TextArea } from '../../ui/text-area.tsx'
import { toast } from '../../ui/toast.tsx'
import { useDelayed } from '../../ui/use-delayed.ts'
import { useGroup } from './group-context.tsx'
import { parseEmails } from './parse-emails.ts'

const MOST = 200

export function PasteEmailsDialog(props: { open: boolean; onClose(): void }) {
  return (
    <Show when={props.open}>
      <Paste onClose={props.onClose} />
    </Show>
  )
}

function Paste(props: { onClose(): void }) {
  const group = useGroup()
  const client = useClient()
  const [text, setText] = createSignal('')
  /** By e-mail: the person, null when nobody has it, absent while it is looked up. */
  const [found, setFound] = createSignal<ReadonlyMap<string, CandidateRow | null>>(new Map())
  const asked = new Map<string, { close(): void }>()
  onCleanup(() => {
    for (const subscription of asked.values()) subscription.close()
  })

  const settled = useDelayed(text, 150)
  const parsed = createMemo(() => {
    settled()
    return parseEmails(text())
  })
  const emails = createMemo(() => parsed().emails.slice(0, MOST))
  createEffect(() => emails().forEach(look))
  function look(email: string): void {
    if (asked.has(email)) return
    const args = { groupId: group.group().id, of: 'members', search: email.slice(0, 100), limit: 5 }
    asked.set(
      email,
      client.subscribe('group.candidates', args, {
        onResult(result) {
          const rows = result.rows as unknown as CandidateRow[]
          const row = rows.find((one) => one.detail.toLowerCase() === email) ?? null
          if (row) group.directory.members.learn([row])
          setFound((now) => new Map(now).set(email, row))
        },
      }),
    )
  }
  const kinds = createMemo(() => {
    const ready: CandidateRow[] = []
    const there: string[] = []
    const unknown: string[] = []
    for (const email of emails()) {
      const row = found().get(email)
      if (row === undefined) continue
      if (row === null) unknown.push(email)
      else if (row.present || group.entryFor('members', row.id)?.op === 'add') there.push(row.name)
      else ready.push(row)
    }
    return { ready, there, unknown, looking: emails().length - ready.length - there.length - unknown.length }
  })
  function stage(): void {
    const ids = kinds().ready.map((row) => row.id)
    const staged = group.stage('members', 'in', ids)
    props.onClose()
    toast({
      kind: 'staged',
      title: `Staged ${countOf(staged, 'person', 'people')}`,
      detail: `in ${group.working.name()}`,
    })
  }

  return (
    <Dialog
      open
      onClose={props.onClose}
      title={`Add people to ${group.group().name}`}
      description="Paste e-mail addresses, separated in any way. Nothing is saved before you save."
      size="medium"
      closeButton
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button variant="primary" disabled={kinds().ready.length === 0} onClick={stage}>
            {kinds().ready.length === 0
              ? 'Stage people'
              : `Stage ${countOf(kinds().ready.length, 'person', 'people')}`}
          </Button>
        </>
      }
    >
      <div class="mt-4">
        <TextArea
          label="E-mail addresses"
          labelHidden
          rows={5}
          placeholder="ana@example.com, tom@example.com"
          value={text()}
          onInput={setText}
        />
      </div>
      <ul class="mt-3 grid gap-2" aria-live="polite">
        <Line
          sign="add"
          show={kinds().ready.length}
          said={`${countOf(kinds().ready.length, 'person', 'people')} to stage${disabledWords(kinds().ready)}`}
          names={kinds().ready.map(({ name, status }) =>
            status === 'disabled' ? `${name} (disabled)` : name,
          )}
        />
        <Line
          sign="none"
          show={kinds().there.length}
          said={`${countOf(kinds().there.length, 'person is', 'people are')} in or staged already`}
          names={kinds().there}
        />
        <Line
          sign="conflict"
          show={kinds().unknown.length}
          said={`${countOf(kinds().unknown.length, 'address belongs', 'addresses belong')} to nobody here`}
          names={kinds().unknown}
        />
        <Line
          sign="conflict"
          show={parsed().rest.length}
          said={`${countOf(parsed().rest.length, 'word is', 'words are')} no e-mail address`}
          names={parsed().rest}
        />
        <Show when={parsed().emails.length > MOST}>
          <li class="text-small text-warn">
            Only the first {MOST} are looked up here. Use Import CSV for longer lists.
          </li>
        </Show>
        <Show when={kinds().looking > 0}>
          <li class="text-small text-text-3">
            Looking up {countOf(kinds().looking, 'address', 'addresses')}…
          </li>
        </Show>
      </ul>
    </Dialog>
  )
}

/** They may be members, but cannot sign in. */
function disabledWords(rows: readonly CandidateRow[]): string {
  const disabled = rows.filter(({ status }) => status === 'disabled').length
  if (disabled === 0) return ''
  return rows.length === 1
    ? ', who is disabled and opens nothing for now'
    : `, ${formatCount(disabled)} of them disabled and opening nothing for now`
}

function Line(props: {
  sign: 'add' | 'none' | 'conflict'
  show: number
  said: string
  names: readonly string[]
}) {
  return (
    <Show when={props.show > 0}>
      <li class="grid grid-cols-[16px_1fr] gap-x-2.5">
        <span class="mt-0.5">
          <SignBadge sign={props.sign} />
        </span>
        <span class="font-medium">{props.said}</span>
        <span class="col-start-2 line-clamp-2 text-small text-text-3">
          <For each={props.names}>{(name, index) => `${index() > 0 ? ', ' : ''}${name}`}</For>
        </span>
      </li>
    </Show>
  )
}
