import CircleCheck from 'lucide-solid/icons/circle-check'
import CircleX from 'lucide-solid/icons/circle-x'
import type { JSX } from 'solid-js'
import { useMe } from '../../store/engine.tsx'
import type { ChangeSetRow } from '../../store/view-rows.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { exactTime } from '../../ui/time-words.ts'

/** A set that was saved or discarded: who, when, and what that means. */
export function ClosedSet(props: { row: ChangeSetRow; actions: JSX.Element }) {
  const me = useMe()
  const saved = () => props.row.status === 'saved'
  const who = () => (props.row.closedByName === me.user.name ? 'you' : (props.row.closedByName ?? 'an admin'))
  return (
    <EmptyState
      icon={saved() ? CircleCheck : CircleX}
      iconClass={saved() ? 'text-add' : ''}
      title={`${saved() ? 'Saved' : 'Discarded'} by ${who()}`}
      actions={props.actions}
    >
      {props.row.closedAt ? `${exactTime(props.row.closedAt)}. ` : ''}
      {saved()
        ? 'Everything that was staged in it is part of the organization now.'
        : 'Nothing of it was saved.'}
    </EmptyState>
  )
}
