import Search from 'lucide-solid/icons/search'
import { Show } from 'solid-js'
import { openPalette } from '../features/palette/palette-state.ts'
import { useMe } from '../store/engine.tsx'
import { useSummary } from '../store/summary.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { AccountMenu } from './account-menu.tsx'
import { ConnectionStatus } from './connection-status.tsx'
import { Nav } from './nav.tsx'
import { OrganizationMark } from './organization-mark.tsx'

const plans = { pro: 'Pro', business: 'Business', enterprise: 'Enterprise' } as const

/** Organization, search, pages, connection, me. `rail` is the narrow one with icons only. */
export function Sidebar(props: { rail?: boolean; onGo?: () => void }) {
  const me = useMe()
  const summary = useSummary()
  const name = () => summary()?.name ?? me.organization.name
  return (
    <Show
      when={!props.rail}
      fallback={
        <div class="flex h-full flex-col items-center gap-2 py-2">
          <span class="grid size-10 place-items-center" data-tip={name()}>
            <OrganizationMark id={me.organization.id} name={name()} />
          </span>
          <IconButton
            icon={Search}
            name="Search or run"
            keys="Mod+k"
            size={32}
            class="size-10"
            onClick={() => openPalette()}
          />
          <Nav rail />
          <div class="mt-auto flex flex-col items-center gap-1">
            <ConnectionStatus rail />
            <AccountMenu rail />
          </div>
        </div>
      }
    >
      <div class="flex h-full min-h-0 flex-col p-2">
        <div class="mb-1.5 flex items-center gap-2.5 px-2 py-1.5">
          <OrganizationMark id={me.organization.id} name={name()} />
          <div class="min-w-0">
            <p class="truncate font-semi leading-4">{name()}</p>
            <p class="text-micro text-text-3 leading-[14px]">
              {plans[summary()?.plan ?? me.organization.plan]}
            </p>
          </div>
        </div>
        <button
          type="button"
          onClick={() => {
            props.onGo?.()
            openPalette()
          }}
          aria-keyshortcuts="Meta+K Control+K"
          class="mb-2 flex h-[30px] shrink-0 items-center gap-2 rounded-control border border-line-strong bg-surface pr-1.5 pl-2 text-text-3 shadow-1 hover:bg-surface-hover coarse:h-11"
        >
          <Search aria-hidden="true" />
          <span class="flex-1 text-left">Search or run…</span>
          <Kbd keys="Mod+k" />
        </button>
        <div class="min-h-0 flex-1 overflow-y-auto">
          <Nav {...(props.onGo ? { onGo: props.onGo } : {})} />
        </div>
        <div class="mt-2">
          <ConnectionStatus />
          <AccountMenu />
        </div>
      </div>
    </Show>
  )
}
