import { hashOf, initialsOf } from '../store/hue.ts'
import { classNames } from '../ui/class-names.ts'

/** The organization's square with its letters, in a colour that stays its own. */
export function OrganizationMark(props: { id: string; name: string; size?: 20 | 28 }) {
  return (
    <span
      aria-hidden="true"
      class={classNames(
        'grid shrink-0 select-none place-items-center font-semi tracking-normal',
        props.size === 20 ? 'size-5 rounded-badge text-[10px]' : 'size-7 rounded-[7px] text-small',
      )}
      style={{ background: `var(--c-org-${(hashOf(props.id) % 5) + 1})`, color: 'var(--c-on-org)' }}
    >
      {initialsOf(props.name)}
    </span>
  )
}
