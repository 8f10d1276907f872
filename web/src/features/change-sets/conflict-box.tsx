import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import type { JSX } from 'solid-js'
import { Show } from 'solid-js'
import { now } from '../../store/clock.ts'
import { useMe } from '../../store/engine.tsx'
import { givenName } from '../../store/hue.ts'
import { Button } from '../../ui/button.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { clockTime } from '../../ui/time-words.ts'
import { reasonWords } from '../../ui/words/reason-words.ts'
import { useOpenSet } from './change-set-context.tsx'
import { GroupPicker } from './group-picker.tsx'
import { countChanges, type PageEntry } from './page-entries.ts'

/** What is in the way, who and when, and the ways out. */
function Box(props: { title: string; what: string; children: JSX.Element }) {
  return (
    <div
      role="note"
      class="-mx-2 my-1 flex items-start gap-2.5 rounded-control border border-warn-line bg-warn-soft px-3 py-2.5"
    >
      <TriangleAlert class="mt-0.5 text-warn" aria-hidden="true" />
      <div class="min-w-0 flex-1">
        <p class="font-medium">{props.title}</p>
        <p class="text-text-2">{props.what}</p>
        <div class="mt-2 flex flex-wrap gap-2">{props.children}</div>
      </div>
    </div>
  )
}

/** "The other 9 changes can be saved without it." */
function useRest() {
  const open = useOpenSet()
  return (it: string) => {
    const { ready } = countChanges(open.entries())
    if (ready === 0) return ''
    return ready === 1
      ? ` The other change can be saved without ${it}.`
      : ` The other ${formatCount(ready)} changes can be saved without ${it}.`
  }
}

/** One entry in conflict; a group that is gone has a box of its own. */
export function ConflictBox(props: { entry: PageEntry; onUndo(): void }) {
  const me = useMe()
  const rest = useRest()
  const title = () => {
    const { batch, reason, change } = props.entry
    if (batch)
      return `${countOf(batch.conflicts, 'row')} of ${batch.name} ${batch.conflicts === 1 ? 'is' : 'are'} in conflict`
    return reason
      ? reasonWords(reason, { kind: change.kind, me: me.user.id, now: now() })
      : 'This cannot be saved'
  }
  const what = () =>
    props.entry.batch
      ? `Those rows stay staged when the rest is saved.`
      : `This ${props.entry.op === 'add' ? 'addition' : 'removal'} cannot happen.${rest('it')}`
  return (
    <Box title={title()} what={what()}>
      <Button size={28} onClick={() => props.onUndo()}>
        {props.entry.batch ? 'Remove import' : 'Remove entry'}
      </Button>
    </Box>
  )
}

/** All entries of a group that was deleted meanwhile. */
export function GroupGoneBox(props: { groupId: string; entries: readonly PageEntry[]; onRemove(): void }) {
  const me = useMe()
  const open = useOpenSet()
  const rest = useRest()
  const count = () => props.entries.length
  const title = () => {
    const reason = props.entries[0]?.reason
    const name = open.groupName(props.groupId)
    const group = name ? `the group ${name}` : 'this group'
    const at = reason?.at ? ` at ${clockTime(reason.at)}` : ''
    if (!reason?.by) return `${name ? `The group ${name}` : 'This group'} was deleted${at}`
    return `${reason.by.id === me.user.id ? 'You' : givenName(reason.by.name)} deleted ${group}${at}`
  }
  const kind = () => {
    const kinds = new Set(props.entries.map(({ change }) => change.kind))
    if (kinds.size > 1) return 'change'
    return kinds.has('share') ? 'share' : 'membership'
  }
  const what = () =>
    count() === 1
      ? `This ${kind()} has nowhere to go.${rest('it')}`
      : `These ${formatCount(count())} ${kind()}s have nowhere to go.${rest('them')}`
  return (
    <Box title={title()} what={what()}>
      <GroupPicker
        except={props.groupId}
        onPick={(group) => {
          open.restage(props.entries, group.id)
          open.set()?.unstage(props.entries.map(({ key }) => key))
        }}
      />
      <Button size={28} onClick={() => props.onRemove()}>
        <Show when={count() > 1} fallback="Remove entry">
          Remove {formatCount(count())} entries
        </Show>
      </Button>
    </Box>
  )
}
