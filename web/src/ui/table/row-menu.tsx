import { Menu } from '@ark-ui/solid/menu'
import { For, onCleanup, Show } from 'solid-js'
import { Dynamic, Portal } from 'solid-js/web'
import { classNames } from '../class-names.ts'
import type { RowAction } from './row-action.ts'

export interface OpenMenu {
  rowId: string
  label: string
  actions: readonly RowAction[]
  /** Where it opens: at a button, or where the pointer was. */
  at: HTMLElement | { x: number; y: number }
  /** Gets the focus back. */
  opener: HTMLElement | null
}

/**
 * The menu of whichever row asked last: one state machine for the whole table, made when it opens.
 * An action runs after the focus is back, so that a dialog it opens returns there too.
 */
export function RowMenu(props: { menu: OpenMenu; onClose(): void }) {
  const { at, opener, actions, label } = props.menu
  let chosen: RowAction | undefined
  onCleanup(() => {
    if (opener?.isConnected) opener.focus({ preventScroll: true })
    const action = chosen
    if (action) queueMicrotask(() => action.run())
  })
  const anchor = () =>
    at instanceof HTMLElement ? at.getBoundingClientRect() : { x: at.x, y: at.y, width: 0, height: 0 }
  return (
    <Menu.Root
      open
      onOpenChange={({ open }) => {
        if (!open) props.onClose()
      }}
      onSelect={({ value }) => {
        chosen = actions.find((action) => action.id === value)
      }}
      aria-label={label}
      positioning={{
        getAnchorRect: anchor,
        placement: at instanceof HTMLElement ? 'bottom-end' : 'bottom-start',
        gutter: at instanceof HTMLElement ? 4 : 0,
      }}
    >
      <Portal>
        <Menu.Positioner class="z-60">
          <Menu.Content class="pop z-60 min-w-52 rounded-box bg-surface-raised p-1 shadow-2">
            <For each={actions}>
              {(action) => (
                <>
                  <Show when={action.separated}>
                    <Menu.Separator class="mx-0 my-1 border-line border-t" />
                  </Show>
                  <Menu.Item
                    value={action.id}
                    class={classNames(
                      'flex min-h-8 cursor-default items-center gap-2.5 rounded-badge px-2 outline-none data-highlighted:bg-surface-hover dark:data-highlighted:bg-surface-active coarse:min-h-11',
                      action.danger ? 'text-remove' : 'text-text [&>.lucide]:text-text-3',
                    )}
                  >
                    <Show when={action.icon}>
                      <Dynamic component={action.icon} aria-hidden="true" />
                    </Show>
                    {action.label}
                  </Menu.Item>
                </>
              )}
            </For>
          </Menu.Content>
        </Menu.Positioner>
      </Portal>
    </Menu.Root>
  )
}
