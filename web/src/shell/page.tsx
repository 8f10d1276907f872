import { A } from '@solidjs/router'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { createEffect, For, type JSX, type ParentProps, Show } from 'solid-js'
import { classNames } from '../ui/class-names.ts'
import { AlsoHere } from './also-here.tsx'
import { MenuSheetButton } from './menu-sheet.tsx'
import { ProgressStrip } from './progress-strip.tsx'
import { SaveSlot } from './save-slot.tsx'

export interface Crumb {
  label: string
  href: string
}

export interface PageProps {
  /** Name of the page: last breadcrumb and document title. */
  title: string
  crumbs?: readonly Crumb[]
  /** Icon buttons at the right of the top bar. */
  actions?: JSX.Element
  /** The save bar, when there is something to save. */
  saveBar?: JSX.Element
  /** No column and no padding: the page lays itself out (panes). */
  flush?: boolean
  class?: string
}

/** One page in the panel: top bar, content, save bar at the foot. */
export function Page(props: ParentProps<PageProps>) {
  createEffect(() => {
    document.title = `${props.title} – Muster`
  })
  return (
    <>
      <div class="relative z-20 shrink-0">
        <header class="flex h-12 items-center gap-3 border-line border-b bg-surface pr-5 pl-8 max-rail:pr-4 max-rail:pl-2">
          <MenuSheetButton />
          <nav aria-label="Breadcrumb" class="min-w-0 flex-1">
            <ol class="flex min-w-0 items-center gap-1">
              <For each={props.crumbs ?? []}>
                {(crumb) => (
                  <li class="flex shrink-0 items-center gap-1 text-text-3 max-rail:hidden">
                    <A
                      href={crumb.href}
                      class="-mx-0.5 rounded-key px-1 py-0.5 hover:bg-surface-hover hover:text-text"
                    >
                      {crumb.label}
                    </A>
                    <ChevronRight class="icon-14 opacity-70" aria-hidden="true" />
                  </li>
                )}
              </For>
              <li
                aria-current="page"
                class="min-w-0 truncate font-medium max-rail:text-section"
                data-tip={props.title}
                data-tip-overflow=""
              >
                {props.title}
              </li>
            </ol>
          </nav>
          <AlsoHere />
          <Show when={props.actions}>
            <span aria-hidden="true" class="h-4 w-px bg-line-strong max-rail:hidden" />
            {props.actions}
          </Show>
        </header>
        <ProgressStrip />
      </div>
      <div
        data-page-scroller
        class={classNames('flex min-h-0 flex-1 flex-col overflow-y-auto', props.flush && props.class)}
      >
        <Show when={!props.flush} fallback={props.children}>
          <div
            class={classNames(
              'mx-auto w-full max-w-[1264px] flex-[1_0_auto] px-8 pt-6 pb-10 max-rail:px-4 max-rail:pt-4',
              props.class,
            )}
          >
            {props.children}
          </div>
        </Show>
      </div>
      <SaveSlot>{props.saveBar}</SaveSlot>
    </>
  )
}

/** The page's name with its main actions at the right; facts or tabs below. */
export function PageHeading(props: ParentProps<{ title: JSX.Element; actions?: JSX.Element }>) {
  return (
    <div>
      <div class="flex min-h-8 flex-wrap items-start gap-x-4 gap-y-3">
        <h1 class="min-w-0 flex-1 text-title outline-none" tabindex="-1">
          {props.title}
        </h1>
        <div class="flex items-center gap-2">{props.actions}</div>
      </div>
      {props.children}
    </div>
  )
}
