import { HoverCard } from '@ark-ui/solid/hover-card'
import { useLocation, useNavigate } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { Portal } from 'solid-js/web'
import { useConnection } from '../store/connection.tsx'
import { usePresence } from '../store/here.tsx'
import { givenName, hueColor } from '../store/hue.ts'
import type { Companion } from '../store/presence.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { countOf } from '../ui/format-count.ts'
import { goToRow } from './go-to-row.ts'

const SHOWN = 4

/** The other admins on this page, ringed in their hue. */
export function AlsoHere() {
  const presence = usePresence()
  const connection = useConnection()
  const names = () => presence.here().map(({ name }) => name)
  const more = () => presence.here().slice(SHOWN)
  const unnamed = () => (presence.unnamed() > 0 ? [`${presence.unnamed()} others`] : [])
  return (
    <Show
      when={connection.word() === 'Live'}
      fallback={
        <Show when={presence.wereHere() > 0}>
          <p class="whitespace-nowrap text-text-3 max-rail:hidden">
            {countOf(presence.wereHere(), 'admin was', 'admins were')} here
          </p>
        </Show>
      }
    >
      <Show when={presence.here().length > 0}>
        <section aria-label="Also here" class="flex items-center gap-3">
          <span class="whitespace-nowrap text-text-3 max-rail:hidden">Also here</span>
          <ul class="flex items-center gap-[9px] p-[3.5px]">
            <For each={presence.here().slice(0, SHOWN)}>
              {(companion) => (
                <li class="flex">
                  <Card companion={companion} others={names()} />
                </li>
              )}
            </For>
            <Show when={more().length + presence.unnamed() > 0}>
              <li
                class="num pl-1 text-small text-text-3"
                data-tip={[...more().map(({ name }) => name), ...unnamed()].join(', ')}
              >
                +{more().length + presence.unnamed()}
              </li>
            </Show>
          </ul>
        </section>
      </Show>
    </Show>
  )
}

function doingWords({ doing, idle, row }: Companion): string {
  if (idle) return 'Away for a while'
  if (doing === 'editing') return 'Editing on this page'
  if (doing === 'selecting') return 'Selecting in a list'
  return row ? 'Looking at a row' : 'Looking at this page'
}

function Card(props: { companion: Companion; others: readonly string[] }) {
  const location = useLocation()
  const navigate = useNavigate()
  const name = () => givenName(props.companion.name, props.others)
  return (
    <HoverCard.Root
      openDelay={200}
      closeDelay={150}
      positioning={{ placement: 'bottom-end', gutter: 8 }}
      lazyMount
      unmountOnExit
    >
      <HoverCard.Trigger
        asChild={(trigger) => (
          <button
            type="button"
            {...trigger()}
            aria-label={`${props.companion.name}, ${doingWords(props.companion).toLowerCase()}`}
            class="rounded-full"
            onClick={() => goToRow(props.companion, location.pathname, navigate)}
          >
            <Avatar
              id={props.companion.userId}
              name={props.companion.name}
              size={24}
              hue={props.companion.hue}
              idle={props.companion.idle}
            />
          </button>
        )}
      />
      <Portal>
        <HoverCard.Positioner class="z-50!">
          <HoverCard.Content
            class="pop w-60 rounded-box bg-surface-raised p-3 shadow-2"
            style={{ '--hue': hueColor(props.companion.hue) }}
          >
            <div class="flex items-center gap-3">
              <Avatar
                id={props.companion.userId}
                name={props.companion.name}
                size={28}
                hue={props.companion.hue}
              />
              <div class="min-w-0">
                <p class="truncate font-medium">{props.companion.name}</p>
                <p class="text-small text-text-3">{doingWords(props.companion)}</p>
              </div>
            </div>
            <Show when={props.companion.row}>
              <Button
                size={28}
                full
                class="mt-3"
                onClick={() => goToRow(props.companion, location.pathname, navigate)}
              >
                Go to where {name()} is
              </Button>
            </Show>
          </HoverCard.Content>
        </HoverCard.Positioner>
      </Portal>
    </HoverCard.Root>
  )
}
