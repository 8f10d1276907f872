import { useNavigate } from '@solidjs/router'
import Keyboard from 'lucide-solid/icons/keyboard'
import LayoutDashboard from 'lucide-solid/icons/layout-dashboard'
import LogOut from 'lucide-solid/icons/log-out'
import Plus from 'lucide-solid/icons/plus'
import Search from 'lucide-solid/icons/search'
import SunMoon from 'lucide-solid/icons/sun-moon'
import User from 'lucide-solid/icons/user'
import UsersRound from 'lucide-solid/icons/users-round'
import X from 'lucide-solid/icons/x'
import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  For,
  on,
  onCleanup,
  onMount,
  Show,
} from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { showKeys } from '../../shell/keys-dialog.tsx'
import { navItems } from '../../shell/nav-items.ts'
import { signOut } from '../../store/session.ts'
import { setTheme } from '../../store/theme.ts'
import { useView } from '../../store/use-view.ts'
import { Badge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Highlighted } from '../../ui/highlighted.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { foundSections } from './found-sections.ts'
import { matchingSections, type PaletteEntry, type PaletteSection } from './palette-entries.ts'
import { closePalette, paletteScope } from './palette-state.ts'

const icons = { groups: UsersRound, users: User, dashboards: LayoutDashboard }

const SEARCH_AFTER_MS = 120
/** Users and dashboards that are shown of all that match. */
const FEW = 4

const dark = () => document.documentElement.dataset.theme === 'dark'

/** The open palette: one combobox over a list in sections. */
export function PaletteBox() {
  const id = createUniqueId()
  const navigate = useNavigate()
  const [text, setText] = createSignal('')
  const [asked, setAsked] = createSignal('')
  const [scoped, setScoped] = createSignal(true)
  const [at, setAt] = createSignal(0)
  let list: HTMLDivElement | undefined
  let input: HTMLInputElement | undefined
  // At once, not when the dialog gets to it: whoever types on after ⌘K means the palette, not the page.
  onMount(() => input?.focus())

  const groups = useView('group.list', () =>
    asked()
      ? { search: asked(), kind: 'all', sort: { by: 'name', dir: 'asc' }, page: 0, pageSize: 6 }
      : undefined,
  )
  const users = useView('user.list', () =>
    asked()
      ? { search: asked(), status: 'all', sort: { by: 'name', dir: 'asc' }, page: 0, pageSize: FEW }
      : undefined,
  )
  const dashboards = useView('dashboard.list', () =>
    asked() ? { search: asked(), sort: { by: 'name', dir: 'asc' }, page: 0, pageSize: FEW } : undefined,
  )
  createEffect(
    on(text, (now) => {
      const timer = setTimeout(() => setAsked(now.trim().slice(0, 100)), SEARCH_AFTER_MS)
      onCleanup(() => clearTimeout(timer))
    }),
  )
  const scope = () => paletteScope()

  const own = createMemo((): PaletteEntry[] => [
    ...(scoped() ? scope().actions : []).map((action) => ({
      id: `scope-${action.label}`,
      section: 'Actions',
      label: action.label,
      icon: action.icon,
      ...(action.keys ? { keys: action.keys } : {}),
      run: () => action.run(),
    })),
    { id: 'add-group', section: 'Actions', label: 'Add group', icon: Plus, href: '/groups?add' },
    ...navItems.map((item) => ({
      id: item.href,
      section: 'Go to',
      label: `Go to ${item.label}`,
      icon: item.icon,
      keys: item.keys,
      href: item.href,
    })),
    {
      id: 'theme',
      section: 'Console',
      label: dark() ? 'Switch to the light theme' : 'Switch to the dark theme',
      icon: SunMoon,
      run: () => setTheme(dark() ? 'light' : 'dark'),
    },
    { id: 'keys', section: 'Console', label: 'List of keys', icon: Keyboard, keys: '?', run: showKeys },
    { id: 'sign-out', section: 'Console', label: 'Sign out', icon: LogOut, run: () => void signOut() },
  ])

  const found = createMemo((): PaletteSection[] =>
    text().trim() === ''
      ? []
      : foundSections({ groups: groups.rows, users: users.rows, dashboards: dashboards.rows }, icons),
  )

  const sections = createMemo(() => {
    const matching = matchingSections(own(), text())
    if (found().length === 0) return matching
    const console = matching.filter(({ name }) => name === 'Console')
    const others = matching.filter(({ name }) => name !== 'Console')
    return [...others, ...found(), ...console]
  })
  const flat = createMemo(() => sections().flatMap(({ entries }) => entries))
  const current = () => flat()[Math.min(at(), flat().length - 1)]
  createEffect(on(text, () => setAt(0), { defer: true }))

  function run(entry: PaletteEntry | undefined, newTab = false): void {
    if (!entry) return
    if (newTab && entry.href) return void open(entry.href, '_blank', 'noopener')
    closePalette()
    // After the dialog has given the focus back, so that the action may take it.
    setTimeout(() => {
      if (entry.href) navigate(entry.href)
      else entry.run?.()
    })
  }

  function move(step: number): void {
    const count = flat().length
    if (count === 0) return
    setAt((now) => (Math.min(now, count - 1) + step + count) % count)
    list?.querySelector(`#${CSS.escape(optionId(current()?.id ?? ''))}`)?.scrollIntoView({ block: 'nearest' })
  }

  const optionId = (entryId: string) => `${id}-${entryId}`

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Enter') run(current(), event.metaKey || event.ctrlKey)
    else if (event.key === 'Backspace' && text() === '' && scoped()) return void setScoped(false)
    else return
    event.preventDefault()
  }

  return (
    <>
      <div class="flex h-14 shrink-0 items-center gap-3 border-line border-b px-4">
        <Search class="icon-20 text-text-3" aria-hidden="true" />
        <input
          ref={(element) => {
            input = element
          }}
          autofocus
          role="combobox"
          aria-label="Search or run"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={current() ? optionId(current()?.id ?? '') : undefined}
          autocomplete="off"
          spellcheck={false}
          value={text()}
          placeholder="Search or run…"
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          class="min-w-0 flex-1 border-0 bg-transparent text-phone outline-none"
        />
        <Show when={scoped() && scope().name}>
          {(name) => (
            <Badge icon={UsersRound} class="max-w-52 truncate">
              {name()}
            </Badge>
          )}
        </Show>
        <span class="hidden max-rail:inline-flex">
          <IconButton icon={X} name="Close" size={32} onClick={closePalette} />
        </span>
      </div>
      <div
        ref={(element) => {
          list = element
        }}
        id={`${id}-list`}
        role="listbox"
        aria-label="Results"
        class="min-h-0 flex-1 overflow-y-auto p-1 pb-2"
      >
        <For
          each={sections()}
          fallback={
            <p class="px-3 py-8 text-center text-text-3">
              {[groups, users, dashboards].some((view) => view.stale) || text().trim() !== asked()
                ? 'Searching…'
                : `Nothing matches “${text()}”`}
            </p>
          }
        >
          {(section) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is not allowed in a listbox
            <div role="group" aria-labelledby={`${id}-${section.name}`}>
              <div id={`${id}-${section.name}`} class="px-2 pt-3 pb-1 font-medium text-micro text-text-3">
                {section.name}
              </div>
              <For each={section.entries}>
                {(entry) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the combobox's
                  // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox (aria-activedescendant)
                  <div
                    id={optionId(entry.id)}
                    role="option"
                    aria-selected={entry.id === current()?.id}
                    onPointerMove={() => setAt(flat().indexOf(entry))}
                    onClick={(event) => run(entry, event.metaKey || event.ctrlKey)}
                    class={classNames(
                      'flex h-[38px] cursor-pointer select-none items-center gap-2.5 rounded-control px-2 max-rail:h-11',
                      entry.id === current()?.id &&
                        'bg-surface-hover shadow-[inset_0_0_0_1px_var(--c-line-strong)]',
                    )}
                  >
                    <Dynamic component={entry.icon} class="text-text-3" aria-hidden="true" />
                    <span class="min-w-0 truncate">
                      <Highlighted text={entry.label} search={text()} />
                    </span>
                    <Show when={entry.detail}>
                      <span class="num ml-auto whitespace-nowrap text-small text-text-3">{entry.detail}</span>
                    </Show>
                    <Show when={entry.keys}>
                      {(keys) => (
                        <span class="ml-auto inline-flex">
                          <Kbd keys={keys()} />
                        </span>
                      )}
                    </Show>
                  </div>
                )}
              </For>
            </div>
          )}
        </For>
      </div>
      <div
        aria-hidden="true"
        class="flex h-10 shrink-0 items-center gap-4 border-line border-t bg-surface-subtle px-3 text-small text-text-3 max-rail:hidden coarse:hidden"
      >
        <span class="inline-flex items-center gap-1.5">
          <Kbd keys="ArrowUp ArrowDown" /> move
        </span>
        <span class="inline-flex items-center gap-1.5">
          <Kbd keys="Enter" /> run
        </span>
        <span class="inline-flex items-center gap-1.5">
          <Kbd keys="Mod+Enter" /> open in new tab
        </span>
        <Show when={scoped() && scope().name}>
          {(name) => (
            <span class="ml-auto inline-flex min-w-0 items-center gap-1.5 truncate">
              <Kbd keys="Backspace" /> leave {name()}
            </span>
          )}
        </Show>
      </div>
    </>
  )
}
