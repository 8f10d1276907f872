/**
 * Menus: the `…` of a row, its context menu, and any button with choices. One menu is open at a time, so
 * there is one machine for the whole console (MenuLayer) and a row carries only a button.
 */
import { Menu as ArkMenu } from '@ark-ui/solid/menu'
import { A } from '@solidjs/router'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import type { JSX } from 'solid-js'
import { createSignal, For, onMount, Show } from 'solid-js'
import { Dynamic, Portal } from 'solid-js/web'
import { classNames } from './class-names.ts'
import type { Icon } from './icon.ts'
import { IconButton } from './icon-button.tsx'
import { Kbd } from './kbd.tsx'

export interface MenuItem {
  label: string
  icon?: Icon
  keys?: string
  /** Red, and last, after a line. */
  danger?: boolean
  checked?: boolean
  href?: string
  run?(): void
}
export type MenuEntry = MenuItem | 'line' | { heading: string }

type Anchor = HTMLElement | { x: number; y: number }

interface Opened {
  anchor: Anchor
  label: string
  items: () => readonly MenuEntry[]
  placement: 'bottom-end' | 'bottom-start' | 'top-start' | 'top-end'
  /** Opened by a key: the first item is highlighted, so that Enter takes it. */
  byKey: boolean
  /** Where the focus was: it goes back there. */
  from: Element | null
}

const [opened, setOpened] = createSignal<Opened>()

/** The element whose menu is open: a list keeps its order while that is one of its rows. */
export function menuAnchor(): HTMLElement | undefined {
  const anchor = opened()?.anchor
  return anchor instanceof HTMLElement ? anchor : undefined
}

/** Opens a menu at an element or at a point of the window (context menu). */
export function openMenu(
  anchor: Anchor,
  label: string,
  items: () => readonly MenuEntry[],
  { placement = 'bottom-end', byKey = false }: { placement?: Opened['placement']; byKey?: boolean } = {},
): void {
  setOpened({ anchor, label, items, placement, byKey, from: document.activeElement })
}

/** Handler for `onContextMenu` of a row. */
export function contextMenu(label: string, items: () => readonly MenuEntry[]) {
  return (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a[href], input, textarea')) return
    event.preventDefault()
    openMenu({ x: event.clientX, y: event.clientY }, label, items, { placement: 'bottom-start' })
  }
}

export interface MenuTriggerProps {
  ref: (element: HTMLButtonElement) => void
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
  'data-state': 'open' | 'closed'
  onPointerDown(): void
  onClick(event: MouseEvent): void
  onKeyDown(event: KeyboardEvent): void
}

/** Gives any button its menu: `<MenuTrigger label items>{(p) => <Button {...p}>More</Button>}</MenuTrigger>`. */
export function MenuTrigger(props: {
  label: string
  items: () => readonly MenuEntry[]
  placement?: Opened['placement']
  children: (props: MenuTriggerProps) => JSX.Element
}) {
  let button: HTMLButtonElement | undefined
  let wasOpen = false
  const isOpen = () => button !== undefined && opened()?.anchor === button
  const open = (byKey: boolean) =>
    button &&
    openMenu(button, props.label, () => props.items(), {
      byKey,
      ...(props.placement ? { placement: props.placement } : {}),
    })
  return props.children({
    ref: (element) => {
      button = element
    },
    'aria-haspopup': 'menu',
    get 'aria-expanded'() {
      return isOpen()
    },
    get 'data-state'() {
      return isOpen() ? 'open' : 'closed'
    },
    onPointerDown: () => {
      wasOpen = isOpen()
    },
    onClick: (event) => {
      // A click that no pointer made comes from Enter or Space.
      if (!wasOpen) open(event.detail === 0)
      wasOpen = false
    },
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown') return
      event.preventDefault()
      open(true)
    },
  })
}

/** The `…` button of a row or a page. Name it "Actions for NAME". */
export function MenuButton(props: {
  name: string
  items: () => readonly MenuEntry[]
  size?: 24 | 28 | 32
  icon?: Icon
  class?: string
}) {
  return (
    <MenuTrigger label={props.name} items={props.items}>
      {(trigger) => (
        <IconButton
          {...trigger}
          icon={props.icon ?? Ellipsis}
          name={props.name}
          tip="Actions"
          size={props.size ?? 28}
          class={props.class ?? ''}
        />
      )}
    </MenuTrigger>
  )
}

const itemClass =
  'flex h-8 cursor-pointer select-none items-center gap-2.5 rounded-control px-2 outline-none data-[highlighted]:bg-surface-active max-rail:h-11 max-rail:text-phone'

function OpenMenu(props: { menu: Opened }) {
  const [open, setOpen] = createSignal(false)
  // Opened once the machine is under way: only a change of `open` moves the focus into the menu.
  onMount(() => queueMicrotask(() => setOpen(true)))
  const rect = () => {
    const { anchor } = props.menu
    if (anchor instanceof HTMLElement) return anchor.getBoundingClientRect()
    return { x: anchor.x, y: anchor.y, width: 0, height: 0 }
  }
  const first = () => {
    if (!props.menu.byKey) return undefined
    const at = props.menu.items().findIndex((entry) => entry !== 'line' && !('heading' in entry))
    return at < 0 ? undefined : String(at)
  }
  function close(): void {
    setOpen(false)
    setOpened((now) => (now === props.menu ? undefined : now))
    const { anchor, from } = props.menu
    const lost =
      document.activeElement === document.body || document.activeElement?.closest('[data-scope="menu"]')
    const back = anchor instanceof HTMLElement ? anchor : from
    if (lost && back instanceof HTMLElement && back.isConnected) back.focus()
  }
  function select(value: string): void {
    const item = props.menu.items()[Number(value)]
    close()
    if (item && item !== 'line' && 'run' in item) item.run?.()
  }
  return (
    <ArkMenu.Root
      open={open()}
      onOpenChange={(details) => !details.open && close()}
      onSelect={(details) => select(details.value)}
      positioning={{ getAnchorRect: rect, placement: props.menu.placement, gutter: 4 }}
      aria-label={props.menu.label}
      {...(first() === undefined ? {} : { defaultHighlightedValue: first() })}
      loopFocus
    >
      <Portal>
        <div aria-hidden="true" class="fixed inset-0 z-60 bg-scrim rail:hidden" />
        <ArkMenu.Positioner class="z-70! max-rail:fixed! max-rail:inset-x-0! max-rail:top-auto! max-rail:bottom-0! max-rail:transform-none!">
          <ArkMenu.Content
            aria-label={props.menu.label}
            aria-labelledby={undefined}
            class="pop max-h-[70dvh] min-w-44 max-w-80 overflow-y-auto rounded-box bg-surface-raised p-1 shadow-2 max-rail:max-w-none max-rail:rounded-b-none max-rail:rounded-t-dialog max-rail:pb-[max(8px,env(safe-area-inset-bottom))]"
          >
            <For each={props.menu.items()}>
              {(entry, index) => {
                if (entry === 'line') return <ArkMenu.Separator class="my-1 border-line border-t" />
                if ('heading' in entry)
                  return (
                    <div class="px-2 pt-1.5 pb-1 font-medium text-micro text-text-3">{entry.heading}</div>
                  )
                return <MenuRow item={entry} value={String(index())} />
              }}
            </For>
          </ArkMenu.Content>
        </ArkMenu.Positioner>
      </Portal>
    </ArkMenu.Root>
  )
}

function MenuRow(props: { item: MenuItem; value: string }) {
  const inner = () => (
    <>
      <Show when={props.item.icon}>
        <Dynamic
          component={props.item.icon}
          class={props.item.danger ? '' : 'text-text-3'}
          aria-hidden="true"
        />
      </Show>
      <span class="min-w-0 flex-1 truncate">{props.item.label}</span>
      <Show when={props.item.checked}>
        <span class="text-accent-text" aria-hidden="true">
          ✓
        </span>
        <span class="sr-only">chosen</span>
      </Show>
      <Show when={props.item.keys}>{(keys) => <Kbd keys={keys()} />}</Show>
    </>
  )
  const look = () => classNames(itemClass, props.item.danger ? 'text-remove' : 'text-text')
  return (
    <Show
      when={props.item.href}
      fallback={
        <ArkMenu.Item value={props.value} class={look()}>
          {inner()}
        </ArkMenu.Item>
      }
    >
      {(href) => (
        <ArkMenu.Item
          value={props.value}
          asChild={(item) => (
            <A {...(item() as object)} href={href()} class={look()}>
              {inner()}
            </A>
          )}
        />
      )}
    </Show>
  )
}

/** Stands once at the root of the console. */
export function MenuLayer() {
  return (
    <Show when={opened()} keyed>
      {(menu) => <OpenMenu menu={menu} />}
    </Show>
  )
}
