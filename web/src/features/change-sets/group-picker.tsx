import { createSignal, For, Show } from 'solid-js'
import { useView } from '../../store/use-view.ts'
import type { GroupListRow } from '../../store/view-rows.ts'
import { Button } from '../../ui/button.tsx'
import { countOf } from '../../ui/format-count.ts'
import { Highlighted } from '../../ui/highlighted.tsx'
import { Popover } from '../../ui/popover.tsx'
import { SearchField } from '../../ui/search-field.tsx'

const SHOWN = 8

/** "Pick another group…": a search and its first matches. */
export function GroupPicker(props: { except: string; onPick(group: { id: string; name: string }): void }) {
  const [open, setOpen] = createSignal(false)
  return (
    <Popover
      label="Pick another group"
      open={open()}
      onOpenChange={setOpen}
      class="w-80 p-2!"
      trigger={(trigger) => (
        <Button size={28} {...trigger}>
          Pick another group…
        </Button>
      )}
    >
      <Search
        except={props.except}
        onPick={(group) => {
          setOpen(false)
          props.onPick(group)
        }}
      />
    </Popover>
  )
}

function Search(props: { except: string; onPick(group: { id: string; name: string }): void }) {
  const [search, setSearch] = createSignal('')
  const found = useView('group.list', () => ({
    search: search().trim().slice(0, 100),
    kind: 'custom',
    sort: { by: 'name', dir: 'asc' },
    page: 0,
    pageSize: SHOWN,
  }))
  const rows = (): GroupListRow[] => found.rows.filter(({ id }) => id !== props.except)
  /** Arrows go through the matches, up from the first one back to the search. */
  function move(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('input, [data-match]')]
    const at = stops.findIndex((stop) => stop.matches(':focus'))
    stops[at + step]?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows are a shortcut, Tab goes there too
    <div onKeyDown={move}>
      <SearchField
        label="Search groups"
        placeholder="Search groups"
        value={search()}
        onInput={setSearch}
        size={32}
      />
      <ul class="mt-1.5">
        <For each={rows()}>
          {(group) => (
            <li>
              <button
                type="button"
                data-match
                onClick={() => props.onPick({ id: group.id, name: group.name })}
                class="focus-inside flex h-[34px] w-full items-center gap-2 rounded-control px-2 text-left hover:bg-surface-hover max-rail:h-11"
              >
                <span class="min-w-0 flex-1 truncate">
                  <Highlighted text={group.name} search={search()} />
                </span>
                <span class="num text-small text-text-3">{countOf(group.members, 'member')}</span>
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={found.status === 'ready' && rows().length === 0}>
        <p class="px-2 py-3 text-text-3">No group matches “{search()}”.</p>
      </Show>
    </div>
  )
}
