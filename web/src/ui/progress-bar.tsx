import { classNames } from './class-names.ts'

/** How far something is. `tone` is its outcome once it is over. */
export function ProgressBar(props: {
  label: string
  done: number
  total: number
  tone?: 'accent' | 'add' | 'warn'
  class?: string
}) {
  const percent = () => (props.total > 0 ? Math.min(100, (props.done / props.total) * 100) : 0)
  const fill = () =>
    ({ accent: 'bg-accent', add: 'bg-add-mark', warn: 'bg-warn-mark' })[props.tone ?? 'accent']
  return (
    <div
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent())}
      class={classNames('h-1.5 overflow-hidden rounded-full bg-surface-active', props.class)}
    >
      <div
        class={classNames('h-full w-full origin-left rounded-full transition-transform duration-300', fill())}
        style={{ transform: `scaleX(${percent() / 100})` }}
      />
    </div>
  )
}
