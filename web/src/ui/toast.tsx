/** Toasts at the foot: 6 s, paused while hovered or focused. Sticky ones (conflicts) stay until closed. */
import { Toast as ArkToast, createToaster, Toaster } from '@ark-ui/solid/toast'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import Info from 'lucide-solid/icons/info'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import X from 'lucide-solid/icons/x'
import { Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { Avatar } from './avatar.tsx'
import type { Icon } from './icon.ts'

export type ToastKind = 'done' | 'staged' | 'info' | 'warn' | 'error'

export interface ToastContent {
  title: string
  /** Quieter words after the title. */
  detail?: string
  kind?: ToastKind
  /** Who it is about: their avatar instead of the icon. */
  by?: { id: string; name: string }
  action?: { label: string; run(): void }
  sticky?: boolean
  /** Replaces the toast with the same key. */
  key?: string
}

const icons: Record<ToastKind, Icon> = {
  done: CircleCheck,
  staged: CircleDashed,
  info: Info,
  warn: TriangleAlert,
  error: CircleAlert,
}

/** Clear of the save bar, which is 60 high (110 on phones). */
const FOOT = typeof matchMedia !== 'undefined' && matchMedia('(max-width: 720px)').matches ? '124px' : '76px'

const toaster = createToaster({
  placement: 'bottom',
  max: 4,
  duration: 6_000,
  overlap: false,
  gap: 8,
  offsets: { bottom: FOOT, top: '16px', left: '16px', right: '16px' },
})

/** Says something that happened. Returns its id. */
export function toast(content: ToastContent): string {
  const { sticky, key, title, detail, action } = content
  const options = {
    title,
    ...(detail === undefined ? {} : { description: detail }),
    duration: sticky ? Number.POSITIVE_INFINITY : 6_000,
    // Told also when there is none: a toast with a key would keep the button of the former one.
    action: action && { label: action.label, onClick: () => action.run() },
    meta: { kind: content.kind ?? 'info', by: content.by },
  }
  if (key && toaster.isVisible(key)) return toaster.update(key, options) ?? key
  return toaster.create({ ...options, ...(key ? { id: key } : {}) }) ?? ''
}

export function dismissToast(id: string): void {
  toaster.dismiss(id)
}

/** Stands once at the root of the console. */
export function ToastLayer() {
  return (
    <Toaster toaster={toaster} class="z-90!">
      {(item) => {
        const by = () => item().meta?.by as ToastContent['by']
        const kind = () => (item().meta?.kind ?? 'info') as ToastKind
        return (
          <ArkToast.Root class="rise z-(--z-index) flex min-h-11 transition-[translate] duration-150 [translate:var(--x)_var(--y)] w-[min(440px,calc(100vw-32px))] items-center gap-3 rounded-box bg-surface-inverse py-1.5 pr-2 pl-3.5 text-text-inverse shadow-2">
            <Show
              when={by()}
              fallback={<Dynamic component={icons[kind()]} class="text-text-inverse-2" aria-hidden="true" />}
            >
              {(person) => <Avatar id={person().id} name={person().name} size={20} />}
            </Show>
            <div class="wrap-anywhere min-w-0 flex-1">
              <ArkToast.Title class="inline">{item().title}</ArkToast.Title>
              <Show when={item().description}>
                <ArkToast.Description class="inline text-text-inverse-2">
                  {' '}
                  {item().description}
                </ArkToast.Description>
              </Show>
            </div>
            <Show when={item().action}>
              {(action) => (
                <ArkToast.ActionTrigger class="h-7 shrink-0 rounded-control px-2 font-medium hover:bg-[color-mix(in_srgb,var(--c-text-inverse)_12%,transparent)]">
                  {action().label}
                </ArkToast.ActionTrigger>
              )}
            </Show>
            <ArkToast.CloseTrigger
              aria-label="Close"
              class="grid size-7 shrink-0 place-items-center rounded-control text-text-inverse-2 hover:bg-[color-mix(in_srgb,var(--c-text-inverse)_12%,transparent)] hover:text-text-inverse"
            >
              <X class="icon-14" aria-hidden="true" />
            </ArkToast.CloseTrigger>
          </ArkToast.Root>
        )
      }}
    </Toaster>
  )
}
