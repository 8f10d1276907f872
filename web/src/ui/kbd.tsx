import { For } from 'solid-js'
import { shownKey } from '../store/keys.ts'
import { classNames } from './class-names.ts'

/** Keys drawn as caps: `<Kbd keys="Mod+Enter" />`, `<Kbd keys="g u" />`. Decoration: hidden from readers and on touch. */
export function Kbd(props: { keys: string; tone?: 'plain' | 'on-accent' }) {
  return (
    <span aria-hidden="true" class="inline-flex gap-1 coarse:hidden max-rail:hidden">
      <For each={props.keys.split(' ')}>
        {(key) => (
          <span
            class={classNames(
              'inline-grid h-[18px] min-w-[18px] place-items-center rounded-key border px-1 font-medium font-sans text-micro leading-none',
              props.tone === 'on-accent'
                ? 'border-transparent bg-accent-hover text-on-accent'
                : 'border-line-strong bg-surface-subtle text-text-3',
            )}
          >
            {shownKey(key)}
          </span>
        )}
      </For>
    </span>
  )
}
