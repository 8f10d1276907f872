/**
 * Removing at once (C41, C44): asks with the exact consequence for each person, offers to stage it instead,
 * and can be undone from the toast.
 */
import { isProblem } from '@muster/sync/protocol/problem.ts'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { useMutation } from '../../store/use-mutation.ts'
import { useView } from '../../store/use-view.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Of, useGroup } from './group-context.tsx'
import { keepWords, nothingLost } from './keep-words.ts'

export interface Removal {
  of: Of
  subjects: readonly { id: string; name: string }[]
  /** After it was removed or staged. */
  done(): void
}

const SHOWN = 20

export function RemoveDialog(props: { removal: Removal | undefined; onClose(): void }) {
  return (
    <Show when={props.removal} keyed>
      {(removal) => <Ask removal={removal} onClose={props.onClose} />}
    </Show>
  )
}

function Ask(props: { removal: Removal; onClose(): void }) {
  const group = useGroup()
  const mutate = useMutation()
  const [busy, setBusy] = createSignal(false)
  const { of, subjects, done } = props.removal
  const ids = subjects.map((subject) => subject.id)
  const people = of === 'members'
  const verb = people ? 'membership' : 'share'
  const args = () => ({ groupId: group.group().id, ...(people ? { userIds: ids } : { dashboardIds: ids }) })
  const preview = useView('mutation.preview', () => ({ name: `${verb}.remove`, args: args() }))

  const only = subjects.length === 1 ? subjects[0]?.name : undefined
  const count = people
    ? countOf(subjects.length, 'person', 'people')
    : countOf(subjects.length, 'dashboard', 'dashboards')
  const what = only ?? count
  const losers = createMemo(() => preview.rows.filter((row) => row.loseCount > 0))
  const known = createMemo(() => new Map(preview.rows.map((row) => [row.id, row])))
  /** People: everybody who is removed, losing or not. Dashboards: the people who lose one. */
  const lines = createMemo(() =>
    people
      ? subjects.map((subject) => ({ ...subject, row: known().get(subject.id) }))
      : losers().map((row) => ({ id: row.id, name: row.name, row })),
  )
  const sentence = () => {
    const meta = preview.meta
    if (!meta) return 'Looking at what is lost…'
    if (meta.loseUsers === 0) return nothingLost(preview.rows, group.group())
    if (people && subjects.length === 1) return `${what} loses these dashboards at once.`
    return `${countOf(meta.loseUsers, 'person loses', 'people lose')} access at once.`
  }

  async function remove(): Promise<void> {
    setBusy(true)
    const answer = await mutate(`${verb}.remove`, args())
    setBusy(false)
    if (isProblem(answer)) return
    props.onClose()
    done()
    toast({
      kind: 'done',
      title: `Removed ${what}`,
      detail: `from ${group.group().name}`,
      action: { label: 'Undo', run: () => void mutate(`${verb}.add`, args()) },
    })
  }
  function stageInstead(): void {
    group.stage(of, 'out', ids)
    props.onClose()
    done()
  }

  return (
    <ConfirmDialog
      open
      title={`Remove ${what} from ${group.group().name}`}
      description={sentence()}
      confirm={`Remove ${only && !people ? 'dashboard' : count}`}
      busy={busy() || !group.live()}
      size="medium"
      onCancel={props.onClose}
      onConfirm={() => void remove()}
      other={
        <Show when={group.hasRoomFor(ids.length)}>
          <Button variant="ghost" onClick={stageInstead}>
            {subjects.length === 1 ? 'Stage removal instead' : 'Stage removals instead'}
          </Button>
        </Show>
      }
    >
      <Show
        when={preview.meta}
        fallback={
          <div class="mt-4 grid gap-2">
            <Skeleton class="h-10" />
          </div>
        }
      >
        <Show when={lines().length > 0 && preview.rows.length > 0}>
          <ul class="mt-4 rounded-control border border-line-strong">
            <For each={lines().slice(0, SHOWN)}>
              {(line) => (
                <li class="grid grid-cols-[24px_1fr_auto] gap-x-2.5 border-line border-b px-3 py-2 last:border-b-0">
                  <Avatar id={line.id} name={line.name} size={24} />
                  <span class="truncate font-medium">{line.name}</span>
                  <Show
                    when={(line.row?.loseCount ?? 0) > 0}
                    fallback={<span class="text-text-3">Loses nothing</span>}
                  >
                    <span class="num font-medium text-remove">
                      −{countOf(line.row?.loseCount ?? 0, 'dashboard')}
                    </span>
                  </Show>
                  <span class="col-span-2 col-start-2 text-small text-text-2">{keepWords(line.row)}</span>
                </li>
              )}
            </For>
          </ul>
          <Show when={lines().length > SHOWN}>
            <p class="num mt-2 text-small text-text-3">and {formatCount(lines().length - SHOWN)} more</p>
          </Show>
        </Show>
      </Show>
      <Show when={!group.live()}>
        <p class="mt-3 text-small text-warn">Removing at once needs a connection. Staging works without.</p>
      </Show>
    </ConfirmDialog>
  )
}
