import type { ParentProps } from 'solid-js'
import { MusterMark } from './muster-mark.tsx'

/** The page before the console: Muster's name and one card in the middle. */
export function GatePage(props: ParentProps) {
  return (
    <div class="flex min-h-full flex-col">
      <header class="flex items-center gap-2.5 px-6 py-5 max-rail:px-4">
        <MusterMark />
        <span class="font-semi text-section">Muster</span>
      </header>
      <main class="flex flex-1 flex-col items-center justify-center px-4 pb-24 max-rail:justify-start max-rail:pt-6">
        <div class="w-full max-w-[386px] rounded-dialog border border-line-strong bg-surface p-8 shadow-[0_8px_24px_-12px_rgb(16_18_24/0.14)] max-rail:p-5">
          {props.children}
        </div>
      </main>
    </div>
  )
}
