import { classNames } from '../ui/class-names.ts'

/** Muster's sign: an M on ink. */
export function MusterMark(props: { class?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" class={classNames('shrink-0', props.class ?? 'size-[26px]')}>
      <rect width="32" height="32" rx="8" fill="var(--c-text)" />
      <path
        d="M9.5 22V10.5l6.5 7 6.5-7V22"
        fill="none"
        stroke="var(--c-surface)"
        stroke-width="2.8"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
