import CircleDashed from 'lucide-solid/icons/circle-dashed'
import Undo2 from 'lucide-solid/icons/undo-2'
import { createSignal, type JSX, Show } from 'solid-js'
import { useMe } from '../../store/engine.tsx'
import type { Icon } from '../../ui/icon.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { BulkVerb } from '../../ui/table/bulk-bar.tsx'
import { type StagedMark, stagedWords } from '../../ui/table/staged-words.ts'
import { useGroup } from './group-context.tsx'
import type { Removal } from './remove-dialog.tsx'

interface Named {
  id: string
  name: string
}

/** Taking rows of a section out of the group: staged or at once, one or many (C41, C44). */
export function useRemovals(options: {
  of: 'members' | 'dashboards'
  icon: Icon
  nameOf(id: string): string | undefined
  /** After the removal of one row, whose menu is gone. */
  focusAfter(): void
}) {
  const group = useGroup()
  const me = useMe()
  const [removal, setRemoval] = createSignal<Removal>()
  const ask = (subjects: Named[], done: () => void) => setRemoval({ of: options.of, subjects, done })
  return {
    /** What the dialog asks about. */
    removal,
    close: () => setRemoval(undefined),
    mark({ id }: Named): StagedMark | null {
      const entry = group.entryFor(options.of, id)
      if (!entry || entry.state === 'no-op') return null
      return {
        op: entry.state === 'conflict' ? 'conflict' : entry.op,
        words: stagedWords(entry.op, entry.by, me.user.id),
      }
    },
    /** The row's menu; `between` stands after the staging and before the removing verb. */
    menu({ id, name }: Named, between: MenuEntry[] = []): MenuEntry[] {
      const entry = group.entryFor(options.of, id)
      return [
        entry?.op === 'remove'
          ? { label: 'Undo staged removal', icon: Undo2, run: () => group.working.set()?.unstage(entry.key) }
          : {
              label: 'Stage removal',
              icon: CircleDashed,
              run: () => void group.stage(options.of, 'out', [id]),
            },
        ...between,
        'line',
        {
          label: 'Remove from group',
          icon: options.icon,
          danger: true,
          run: () => ask([{ id, name }], options.focusAfter),
        },
      ]
    },
    bulk: (ids: readonly string[], clear: () => void): JSX.Element => (
      <>
        <Show when={group.hasRoomFor(ids.length)}>
          <BulkVerb
            onClick={() => {
              group.stage(options.of, 'out', ids)
              clear()
            }}
          >
            {ids.length === 1 ? 'Stage removal' : 'Stage removals'}
          </BulkVerb>
        </Show>
        <BulkVerb
          onClick={() =>
            ask(
              ids.map((id) => ({ id, name: options.nameOf(id) ?? '' })),
              clear,
            )
          }
        >
          Remove from group…
        </BulkVerb>
      </>
    ),
  }
}
