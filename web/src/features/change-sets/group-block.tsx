import { A } from '@solidjs/router'
import UsersRound from 'lucide-solid/icons/users-round'
import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js'
import { useView } from '../../store/use-view.ts'
import { Button } from '../../ui/button.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { useOpenSet } from './change-set-context.tsx'
import { ConflictBox, GroupGoneBox } from './conflict-box.tsx'
import { EntryLine } from './entry-line.tsx'
import { afterWords } from './entry-words.ts'
import type { PageEntry } from './page-entries.ts'

/** Entries of one group that stand on the page before "Show more". */
const FIRST = 100

export interface EntriesProps {
  entries: readonly PageEntry[]
  cursor: string | undefined
  onCursor(key: string): void
  /** Takes them back and moves the focus on. */
  onUndo(entries: readonly PageEntry[]): void
}

/** What is staged for one group, under its name. */
export function GroupBlock(props: EntriesProps & { groupId: string; withFacts: boolean }) {
  const open = useOpenSet()
  const id = createUniqueId()
  const all = createMemo(() => open.entries().filter((entry) => entry.group?.id === props.groupId))
  const gone = createMemo(() => all().filter(({ reason }) => reason?.code === 'group-gone'))
  const name = () => open.groupName(props.groupId)
  return (
    <section aria-labelledby={id} class="mt-[18px] first:mt-1">
      <div class="flex min-h-8 items-center gap-2 border-line-strong border-b max-rail:flex-wrap max-rail:gap-y-0 max-rail:py-1">
        <UsersRound class="text-text-3" aria-hidden="true" />
        <h3 id={id} class="min-w-0 truncate font-semi">
          <Show
            when={gone().length === 0}
            fallback={<span class="text-text-3">{name() || 'Deleted group'}</span>}
          >
            <A href={`/groups/${props.groupId}`} class="hover:underline">
              {name() || 'Group'}
            </A>
          </Show>
        </h3>
        <span class="num text-text-3">{formatCount(props.entries.length)}</span>
        <Show when={props.withFacts && gone().length === 0}>
          <Facts groupId={props.groupId} entries={all()} />
        </Show>
      </div>
      <EntryRows {...props} />
      <Show when={gone().length > 0}>
        <GroupGoneBox groupId={props.groupId} entries={gone()} onRemove={() => props.onUndo(gone())} />
      </Show>
    </section>
  )
}

function Facts(props: { groupId: string; entries: readonly PageEntry[] }) {
  const detail = useView('group.detail', () => ({ groupId: props.groupId }))
  return (
    <span class="num ml-auto whitespace-nowrap text-small text-text-3 max-rail:ml-0 max-rail:basis-full max-rail:pl-6">
      <Show when={detail.rows[0]}>{(group) => afterWords(props.entries, group())}</Show>
    </span>
  )
}

/** The entries as a list, the first hundred before "Show more". */
export function EntryRows(props: EntriesProps) {
  const [limit, setLimit] = createSignal(FIRST)
  const byKey = createMemo(() => new Map(props.entries.map((entry) => [entry.key, entry])))
  const keys = createMemo(() => props.entries.slice(0, limit()).map(({ key }) => key))
  const boxed = (entry: PageEntry) =>
    entry.batch
      ? entry.batch.conflicts > 0
      : entry.state === 'conflict' && entry.reason?.code !== 'group-gone'
  return (
    <>
      <ul>
        <For each={keys()}>
          {(key) => (
            <Show when={byKey().get(key)}>
              {(entry) => (
                <li data-entry={key} class="border-line border-b last:border-b-0">
                  <EntryLine
                    entry={entry()}
                    cursor={props.cursor === key}
                    onCursor={() => props.onCursor(key)}
                    onUndo={() => props.onUndo([entry()])}
                  />
                  <Show when={boxed(entry())}>
                    <ConflictBox entry={entry()} onUndo={() => props.onUndo([entry()])} />
                  </Show>
                </li>
              )}
            </Show>
          )}
        </For>
      </ul>
      <Show when={props.entries.length > limit()}>
        <Button size={28} variant="ghost" class="mt-1" onClick={() => setLimit((count) => count + 400)}>
          Show {formatCount(Math.min(400, props.entries.length - limit()))} more
        </Button>
      </Show>
    </>
  )
}
