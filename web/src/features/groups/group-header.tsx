import { isProblem } from '@muster/sync/protocol/problem.ts'
import { createEffect, createSignal, Show } from 'solid-js'
import { usePlace, usePresence } from '../../store/here.tsx'
import { givenName, hueColor } from '../../store/hue.ts'
import { problemWords, useMutation } from '../../store/use-mutation.ts'
import type { Fresh } from '../../store/use-view.ts'
import { BuiltInBadge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { InlineEdit } from '../../ui/inline-edit.tsx'
import { calendarDate } from '../../ui/time-words.ts'
import { useGroup } from './group-context.tsx'

type Field = 'name' | 'description'
const verbs: Record<Field, string> = { name: 'group.rename', description: 'group.describe' }

/** Name and description, edited where they stand (C36), and the group's facts. */
export function GroupHeader(props: { fresh: Fresh | undefined }) {
  const { group, builtIn } = useGroup()
  const mutate = useMutation()
  const presence = usePresence()
  const [editing, setEditing] = createSignal<Field>()
  const [changedBy, setChangedBy] = createSignal<{ name: string }>()

  createEffect(() => {
    if (props.fresh && !props.fresh.own) setChangedBy({ name: givenName(props.fresh.actorName) })
  })
  /** Who else changed this field in the last seconds. */
  const freshOf = (field: Field) => {
    const now = props.fresh
    return now && !now.own && now.mutation === verbs[field] ? now : undefined
  }
  usePlace(() => {
    const field = editing()
    return field ? { row: `${group().id}/${field}`, doing: 'editing' } : undefined
  })
  const editor = (field: Field) => {
    const other = presence.editorOf(group().id, field)
    return other && { name: givenName(other.name), hue: other.hue }
  }
  const onEditing = (field: Field) => (on: boolean) =>
    setEditing((now) => (on ? field : now === field ? undefined : now))

  async function save(field: Field, next: string): Promise<string | undefined> {
    const groupId = group().id
    const answer =
      field === 'name'
        ? await mutate('group.rename', { groupId, name: next }, { quiet: true })
        : await mutate('group.describe', { groupId, description: next }, { quiet: true })
    return isProblem(answer) ? problemWords(answer) : undefined
  }

  return (
    <div data-row={group().id}>
      <div
        class={`flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 ${tint(freshOf('name'))}`}
        style={{ '--hue': hueColor(freshOf('name')?.hue) }}
      >
        <InlineEdit
          label="Name"
          look="title"
          value={group().name}
          required
          maxLength={120}
          readOnly={builtIn()}
          editor={editor('name')}
          changedBy={changedBy()}
          onEditing={onEditing('name')}
          onSave={(next) => save('name', next)}
        />
        <JustNow fresh={freshOf('name')} words="Renamed" />
        <Show when={builtIn()}>
          <BuiltInBadge />
        </Show>
      </div>
      <Show when={!builtIn() || group().description}>
        <div
          class={`mt-[3px] max-w-[760px] ${tint(freshOf('description'))}`}
          style={{ '--hue': hueColor(freshOf('description')?.hue) }}
        >
          <InlineEdit
            label="Description"
            value={group().description}
            placeholder="No description"
            multiline
            maxLength={2000}
            readOnly={builtIn()}
            editor={editor('description')}
            changedBy={changedBy()}
            onEditing={onEditing('description')}
            onSave={(next) => save('description', next)}
          />
          <JustNow fresh={freshOf('description')} words="New description" />
        </div>
      </Show>
      <p class="mt-2.5 flex flex-wrap gap-x-4 gap-y-1 text-small text-text-3">
        <span>
          <b class="num text-text-2">{formatCount(group().members)}</b>{' '}
          {group().members === 1 ? 'member' : 'members'}
        </span>
        <span>
          <b class="num text-text-2">{formatCount(group().dashboards)}</b>{' '}
          {group().dashboards === 1 ? 'dashboard' : 'dashboards'}
        </span>
        <Show when={!builtIn()}>
          <span>
            Created {calendarDate(group().createdAt)}
            <Show when={group().createdByName}>{(name) => <> by {name()}</>}</Show>
          </span>
        </Show>
      </p>
      <Show when={builtIn()}>
        <Banner class="mt-4">
          Muster keeps this group up to date:{' '}
          {group().kind === 'all-users'
            ? 'every active user is in it. Whoever is disabled leaves it by itself.'
            : 'every active user with the role Admin or Analyst is in it. To add or remove someone, change their role.'}{' '}
          You can still share dashboards with the group.
        </Banner>
      </Show>
    </div>
  )
}

/** The actor's tint for as long as a change is fresh; it fades by itself. */
function tint(fresh: Fresh | undefined): string {
  const always = '-mx-2 rounded-control px-2 transition-colors duration-600'
  return fresh ? `${always} bg-hue-tint shadow-[inset_2px_0_0_var(--hue)]` : always
}

/** "Renamed by Ana, just now". */
function JustNow(props: { fresh: Fresh | undefined; words: string }) {
  return (
    <span aria-live="polite" class="text-small text-text-2 empty:hidden">
      <Show when={props.fresh}>
        {(by) => (
          <>
            {props.words} by {givenName(by().actorName)}, just now
          </>
        )}
      </Show>
    </span>
  )
}
