import { isProblem } from '@muster/sync/protocol/problem.ts'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import { useMe } from '../../store/engine.tsx'
import { usePlace, usePresence } from '../../store/here.tsx'
import { givenName } from '../../store/hue.ts'
import { problemWords, useMutation } from '../../store/use-mutation.ts'
import { useWorkingChangeSet } from '../../store/working-change-set.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { InlineEdit } from '../../ui/inline-edit.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Select } from '../../ui/select.tsx'
import { toast } from '../../ui/toast.tsx'
import { useOpenSet } from './change-set-context.tsx'
import { authorsOf, countChanges, matching, type PageEntry } from './page-entries.ts'

const EVERYONE = 'everyone'
type State = PageEntry['state'] | 'any'

/** Name, whether I work in it, and the filters of its entries. */
export function SetHeader(props: { switcher: JSX.Element }) {
  const me = useMe()
  const open = useOpenSet()
  const mutate = useMutation()
  const working = useWorkingChangeSet()
  const presence = usePresence()
  const [editing, setEditing] = createSignal(false)
  const draft = () => open.row().kind === 'draft'
  const here = () => working.id() === open.row().id
  const authors = createMemo(() => authorsOf(open.entries(), me.user.id))
  const counts = createMemo(() => {
    const mine = matching(open.entries(), { by: open.filter().by })
    return countChanges(mine)
  })
  const editor = () => {
    const other = presence.editorOf(open.row().id, 'name')
    return other && { name: givenName(other.name), hue: other.hue }
  }
  usePlace(() => (editing() ? { row: `${open.row().id}/name`, doing: 'editing' } : undefined))

  async function rename(name: string): Promise<string | undefined> {
    const taken = working
      .open()
      .some((row) => row.id !== open.row().id && row.name.toLowerCase() === name.toLowerCase())
    if (taken) return 'An open change set has this name already'
    const answer = await mutate('changeSet.rename', { changeSetId: open.row().id, name }, { quiet: true })
    return isProblem(answer) ? problemWords(answer) : undefined
  }

  const author = (id: string, name: string, count: number) => (
    <>
      <Show when={id !== EVERYONE}>
        <Avatar id={id} name={name} size={16} />
      </Show>
      {id === EVERYONE
        ? 'Everyone'
        : id === me.user.id
          ? 'You'
          : givenName(
              name,
              authors().map((one) => one.name),
            )}{' '}
      <span class="num text-text-3">{formatCount(count)}</span>
    </>
  )
  const people = () => [
    { value: EVERYONE, label: author(EVERYONE, '', open.entries().length) },
    ...authors().map(({ id, name, count }) => ({ value: id, label: author(id, name, count) })),
  ]
  const states = () =>
    [
      { value: 'any', label: 'Any status' },
      { value: 'ready', label: 'Ready', detail: formatCount(counts().ready) },
      { value: 'no-op', label: 'No-op', detail: formatCount(counts().noop) },
      { value: 'conflict', label: 'Conflict', detail: formatCount(counts().conflicts) },
    ] satisfies { value: State; label: string; detail?: string }[]

  return (
    <div class="px-6 pt-[18px] pb-3 max-rail:px-4 max-rail:pt-3.5 max-rail:pb-2">
      <div class="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div class="flex min-w-0 flex-1 items-center gap-1">
          <InlineEdit
            label="Name"
            look="title"
            value={open.row().name}
            required
            maxLength={120}
            readOnly={draft()}
            editor={editor()}
            onEditing={setEditing}
            onSave={rename}
          />
          <Show when={!editing()}>{props.switcher}</Show>
        </div>
        <Show when={working.open().length > 1}>
          <Show
            when={here()}
            fallback={
              <Button
                size={28}
                data-tip="What you stage on other pages goes here"
                onClick={() => {
                  working.choose(open.row().id)
                  toast({
                    kind: 'staged',
                    title: `You work in ${open.row().name}`,
                    detail: 'What you stage goes there.',
                  })
                }}
              >
                Work in this change set
              </Button>
            }
          >
            <span class="flex h-7 items-center" data-tip="What you stage on other pages goes here">
              <Badge tone="accent">You work in this one</Badge>
            </span>
          </Show>
        </Show>
      </div>
      <Show when={open.entries().length > 0}>
        <div class="mt-3 flex flex-wrap items-center gap-2">
          <Segmented
            label="Staged by"
            class="max-w-full overflow-x-auto [scrollbar-width:none]"
            items={people()}
            value={open.filter().by ?? EVERYONE}
            onChange={(by) => open.setFilter({ ...open.filter(), by: by === EVERYONE ? undefined : by })}
          />
          <Select
            label="Status"
            class="ml-auto max-rail:ml-0"
            items={states()}
            value={open.filter().state ?? 'any'}
            on={open.filter().state !== undefined}
            onChange={(state: State) =>
              open.setFilter({ ...open.filter(), state: state === 'any' ? undefined : state })
            }
          />
        </div>
      </Show>
    </div>
  )
}
