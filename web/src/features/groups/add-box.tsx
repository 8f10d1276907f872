/**
 * The search drop-down below a table (C40, C43): a combobox of ARIA 1.2 whose list selects many. Owns what
 * is typed and picked; staging belongs to the page. Space picks the option that the arrows are on, Enter
 * stages what is picked, and the field keeps the focus and its words selected for the next one.
 */
import Search from 'lucide-solid/icons/search'
import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  For,
  type JSX,
  on,
  onCleanup,
  Show,
} from 'solid-js'
import { useMe } from '../../store/engine.tsx'
import { givenName } from '../../store/hue.ts'
import { useView } from '../../store/use-view.ts'
import { Button } from '../../ui/button.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { announce } from '../../ui/live-announcer.tsx'
import { fieldBoxClass, fieldInputClass } from '../../ui/text-field.tsx'
import { AddOption, type Taken } from './add-option.tsx'
import type { Known } from './find-known.ts'
import { type Of, useGroup } from './group-context.tsx'

const SHOWN = 50
const WAIT_MS = 80

export function AddBox(props: {
  of: Of
  beside?: JSX.Element
  inputRef?: (input: HTMLInputElement) => void
}) {
  const group = useGroup()
  const me = useMe()
  const id = createUniqueId()
  const [query, setQuery] = createSignal('')
  const [asked, setAsked] = createSignal('')
  const [open, setOpen] = createSignal(false)
  const [activeId, setActiveId] = createSignal<string>()
  const [picked, setPicked] = createSignal<ReadonlyMap<string, Known>>(new Map())
  let input: HTMLInputElement | undefined
  let box: HTMLDivElement | undefined
  let list: HTMLDivElement | undefined
  let drop: HTMLDivElement | undefined

  const directory = () => group.directory[props.of]
  const one = () => (props.of === 'members' ? 'person' : 'dashboard')
  const many = () => (props.of === 'members' ? 'people' : 'dashboards')

  createEffect(
    on(query, (text) => {
      const timer = setTimeout(() => setAsked(text.trim().slice(0, 100)), WAIT_MS)
      onCleanup(() => clearTimeout(timer))
    }),
  )
  const answer = useView('group.candidates', () =>
    open() ? { groupId: group.group().id, of: props.of, search: asked(), limit: SHOWN } : undefined,
  )
  createEffect(() => answer.rows.length > 0 && directory().learn(answer.rows))
  const answered = () => answer.status === 'ready' && !answer.stale && asked() === query().trim()
  /** The server's answer when it is here; what this page knows until then, and while the connection is away. */
  const options = createMemo<readonly Known[]>(() =>
    answered() && group.live() ? answer.rows : directory().find(query(), SHOWN),
  )
  const matching = () => (answered() && group.live() ? (answer.meta?.matching ?? 0) : options().length)

  /** Why an option cannot be picked, in words. */
  function taken(option: Known): Taken | undefined {
    const entry = group.entryFor(props.of, option.id)
    if (entry?.op === 'add' && entry.state !== 'no-op') {
      const name = entry.by.id === me.user.id ? 'you' : givenName(entry.by.name)
      return name ? { words: `Staged by ${name}`, by: entry.by } : { words: 'Staged' }
    }
    if (option.present && entry?.op !== 'remove')
      return { words: props.of === 'members' ? 'Already a member' : 'Already shared' }
    return undefined
  }
  const active = () => options().findIndex((option) => option.id === activeId())
  const optionId = (option: Known) => `${id}-${option.id}`

  function pick(option: Known): void {
    if (taken(option)) return
    const next = new Map(picked())
    if (!next.delete(option.id)) next.set(option.id, option)
    setPicked(next)
  }
  function move(by: number): void {
    const count = options().length
    if (count === 0) return
    const from = active()
    const next = options()[from < 0 ? (by > 0 ? 0 : count - 1) : (from + by + count) % count]
    if (!next) return
    setActiveId(next.id)
    list?.querySelector(`#${CSS.escape(optionId(next))}`)?.scrollIntoView({ block: 'nearest' })
  }
  function stagePicked(): void {
    let ids = [...picked().values()].filter((option) => !taken(option)).map((option) => option.id)
    if (ids.length === 0) {
      const first =
        options()[active()] ?? (query().trim() ? options().find((option) => !taken(option)) : undefined)
      if (!first || taken(first)) return
      ids = [first.id]
    }
    const staged = group.stage(props.of, 'in', ids)
    setPicked(new Map())
    if (staged > 0) announce(`Staged ${countOf(staged, one(), many())}`)
    input?.focus()
    input?.select()
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (arrow !== undefined) {
      if (open()) move(arrow)
      setOpen(true)
    } else if (event.key === 'Enter' && !event.metaKey && !event.ctrlKey) {
      if (open()) stagePicked()
      else setOpen(true)
    } else if (event.key === ' ' && open() && active() >= 0) {
      const option = options()[active()]
      if (option) pick(option)
    } else if (event.key === 'Escape') {
      if (open()) setOpen(false)
      else input?.blur()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  // What opens below the field may lie behind the foot of the page.
  createEffect(() => {
    if (!open() || options().length < 0) return
    requestAnimationFrame(() => drop?.scrollIntoView({ block: 'nearest' }))
  })
  const away = (event: PointerEvent) => {
    if (event.target instanceof Node && !box?.contains(event.target)) setOpen(false)
  }
  document.addEventListener('pointerdown', away)
  onCleanup(() => document.removeEventListener('pointerdown', away))

  return (
    <div ref={box} class="relative min-w-0">
      <div class="flex min-h-10 items-center gap-3">
        <label for={id} class="font-semi">
          Add {props.of}
        </label>
        <span class="ml-auto text-small text-text-3">{props.beside}</span>
      </div>
      <div class={fieldBoxClass(32)}>
        <Search class="icon-14 text-text-3" aria-hidden="true" />
        <input
          ref={(element) => {
            input = element
            props.inputRef?.(element)
          }}
          id={id}
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={open() && options().length > 0}
          aria-controls={open() && options().length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={open() && active() >= 0 ? `${id}-${activeId()}` : undefined}
          autocomplete="off"
          spellcheck={false}
          placeholder={props.of === 'members' ? 'Find people by name or e-mail' : 'Find dashboards by name'}
          value={query()}
          onInput={(event) => {
            setQuery(event.currentTarget.value)
            setActiveId(undefined)
            setOpen(true)
          }}
          onClick={() => setOpen(true)}
          onBlur={(event) => {
            if (!(event.relatedTarget instanceof Node) || !box?.contains(event.relatedTarget)) setOpen(false)
          }}
          on:keydown={onKeyDown}
          class={fieldInputClass}
        />
        <Show
          when={open() && query().trim()}
          fallback={
            <Show when={props.of === 'members'}>
              <Kbd keys="a" />
            </Show>
          }
        >
          <span class="num whitespace-nowrap text-small text-text-3">
            {countOf(matching(), 'match', 'matches')}
          </span>
        </Show>
      </div>
      <span class="sr-only" aria-live="polite">
        {open() && query().trim() ? countOf(matching(), 'match', 'matches') : ''}
      </span>
      <Show when={open()}>
        <div
          ref={drop}
          class="pop absolute inset-x-0 z-30 mt-1 scroll-my-3 rounded-box bg-surface-raised shadow-2"
          data-state="open"
          // The field keeps the focus: a press on the list must not take it.
          on:mousedown={(event) => event.preventDefault()}
        >
          <Show
            when={options().length > 0}
            fallback={
              <p class="px-4 py-3 text-text-2">
                <Show when={answered() || !group.live()} fallback="Searching…">
                  <span class="block font-medium text-text">
                    {props.of === 'members' ? 'Nobody matches' : 'No dashboard matches'} “{query().trim()}”
                  </span>
                  {group.live()
                    ? 'Look for another part of the name.'
                    : 'Only what was seen before can be found offline.'}
                </Show>
              </p>
            }
          >
            <div
              ref={list}
              id={`${id}-list`}
              role="listbox"
              aria-label={props.of === 'members' ? 'People' : 'Dashboards'}
              aria-multiselectable="true"
              class="max-h-[312px] overflow-y-auto p-1"
            >
              <For each={options()}>
                {(option) => (
                  <AddOption
                    id={optionId(option)}
                    of={props.of}
                    option={option}
                    query={query()}
                    taken={taken(option)}
                    picked={picked().has(option.id)}
                    active={activeId() === option.id}
                    onPick={() => pick(option)}
                  />
                )}
              </For>
            </div>
          </Show>
          <div class="flex min-h-11 items-center gap-3 border-line border-t px-3 py-1.5 text-small text-text-3">
            <span class="inline-flex items-center gap-1 max-rail:hidden coarse:hidden">
              <Kbd keys="ArrowUp ArrowDown" /> move
            </span>
            <span class="inline-flex items-center gap-1 max-rail:hidden coarse:hidden">
              <Kbd keys="Space" /> select
            </span>
            <Show when={matching() > options().length}>
              <span class="num">{formatCount(matching() - options().length)} more</span>
            </Show>
            <Button
              size={28}
              keys="Enter"
              class="ml-auto"
              tabindex={-1}
              disabled={picked().size === 0}
              onClick={stagePicked}
            >
              {picked().size === 0 ? `Stage ${many()}` : `Stage ${countOf(picked().size, one(), many())}`}
            </Button>
          </div>
        </div>
      </Show>
    </div>
  )
}
