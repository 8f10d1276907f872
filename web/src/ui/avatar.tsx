import { avatarTint, hueColor, initialsOf } from '../store/hue.ts'
import { classNames } from './class-names.ts'

export interface AvatarProps {
  id: string
  name: string
  size?: 16 | 20 | 24 | 28
  /** Hue 1–6 of an admin who is here: draws the ring. */
  hue?: number | undefined
  idle?: boolean | undefined
  class?: string
}

const sizes = {
  16: 'size-4 text-[7px]',
  20: 'size-5 text-[8px]',
  24: 'size-6 text-[9.5px]',
  28: 'size-7 text-[10.5px]',
}

/** Initials on a tint chosen by the ID. Hidden from readers: the name stands beside it or names its button. */
export function Avatar(props: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      class={classNames(
        'inline-grid shrink-0 select-none place-items-center rounded-full font-semi leading-none',
        sizes[props.size ?? 24],
        props.hue !== undefined && 'outline-2 outline-hue outline-offset-2',
        props.class,
      )}
      style={{
        background: `var(--c-a${avatarTint(props.id)}-bg)`,
        color: `var(--c-a${avatarTint(props.id)}-fg)`,
        '--hue': hueColor(props.hue),
        'outline-color': props.idle ? 'color-mix(in srgb, var(--hue) 32%, transparent)' : undefined,
      }}
    >
      {props.name && initialsOf(props.name)}
    </span>
  )
}
