import { A } from '@solidjs/router'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import { createMemo, createUniqueId, For, Show } from 'solid-js'
import { useMe } from '../../store/engine.tsx'
import { givenName } from '../../store/hue.ts'
import { buttonClass } from '../../ui/button.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { announce } from '../../ui/live-announcer.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Of, useGroup } from './group-context.tsx'
import type { SliceEntry } from './slice.ts'
import { StagedEntry } from './staged-entry.tsx'

/** The shared list of one section: the only place with a dashed box. */
export function StagedBox(props: { of: Of; saving: boolean; onEmpty(): void }) {
  const group = useGroup()
  const me = useMe()
  const id = createUniqueId()
  let list: HTMLUListElement | undefined
  const kind = () => (props.of === 'members' ? 'membership' : 'share')
  const entries = createMemo(() => group.slice().filter((entry) => entry.kind === kind()))
  const keys = createMemo(() => entries().map((entry) => entry.key))
  const byKey = createMemo(() => new Map(entries().map((entry) => [entry.key, entry])))

  function undo(entry: SliceEntry): void {
    const at = keys().indexOf(entry.key)
    group.working.set()?.unstage(entry.key)
    const what = `${entry.op === 'add' ? 'the addition' : 'the removal'} of ${entry.subject.name}`
    announce(`Took back ${what}`)
    if (entry.by.id !== me.user.id)
      toast({
        kind: 'staged',
        title: `Took back ${givenName(entry.by.name)}’s ${entry.op === 'add' ? 'addition' : 'removal'}`,
        detail: `of ${entry.subject.name}`,
        action: {
          label: 'Stage again',
          run: () => void group.stage(props.of, entry.op === 'add' ? 'in' : 'out', [entry.subject.id]),
        },
      })
    queueMicrotask(() => {
      const next =
        list?.querySelectorAll<HTMLElement>('li[data-entry] button')[Math.min(at, keys().length - 1)]
      if (next) next.focus()
      else props.onEmpty()
    })
  }

  return (
    <section
      aria-label={`Staged ${props.of}`}
      class="self-start overflow-hidden rounded-box border border-line-control border-dashed"
    >
      <div class="flex min-h-10 items-center gap-2 border-line border-b bg-surface-subtle py-1 pr-2 pl-3">
        <CircleDashed class="text-accent-text" aria-hidden="true" />
        <h3 id={id} class="whitespace-nowrap font-semi">
          Staged for this group
        </h3>
        <span class="num text-text-3">{formatCount(entries().length)}</span>
        <span class="ml-auto flex min-w-0 items-center gap-1">
          <span class="hidden truncate text-small text-text-3 wide:inline">Visible to all admins</span>
          <Show when={group.working.id()}>
            {(changeSetId) => (
              <A href={`/staged/${changeSetId()}`} class={buttonClass('ghost', 28)}>
                Open {group.working.name()}
              </A>
            )}
          </Show>
        </span>
      </div>
      <Show
        when={keys().length > 0}
        fallback={
          <p class="px-3 py-4 text-text-3">
            Nothing is staged. {props.of === 'members' ? 'People' : 'Dashboards'} you add or remove wait here
            until somebody saves.
          </p>
        }
      >
        <ul ref={list} class="max-h-[418px] overflow-y-auto">
          <For each={keys()}>
            {(key) => (
              <Show when={byKey().get(key)}>
                {(entry) => (
                  <StagedEntry
                    entry={entry()}
                    saving={props.saving && entry().state === 'ready'}
                    live={group.live()}
                    onUndo={() => undo(entry())}
                  />
                )}
              </Show>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}
