/** Saves or drops the group's slice of the working change set, and says first what that will do. */
import { createEffect, createMemo, createSignal, on, onCleanup, Show } from 'solid-js'
import { useMe } from '../../store/engine.tsx'
import { givenName } from '../../store/hue.ts'
import { useView } from '../../store/use-view.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { countOf } from '../../ui/format-count.ts'
import { SaveBar } from '../../ui/save-bar.tsx'
import { toast } from '../../ui/toast.tsx'
import { impactLine, readyLine } from '../../ui/words/impact-line.ts'
import { useGroup } from './group-context.tsx'
import { ImpactDialog } from './impact-dialog.tsx'
import { countStates, type SliceEntry } from './slice.ts'

/** Saving by key asks first when more people than this change. */
const MANY_PEOPLE = 100
/** An impact that stays the same is not sent again: after this it counts as up to date. */
const SETTLED_MS = 1_200

export interface GroupSaveBarProps {
  saving: boolean
  onSave(): Promise<unknown>
}

export function GroupSaveBar(props: GroupSaveBarProps) {
  const group = useGroup()
  return (
    <Show when={group.slice().length > 0}>
      <Bar {...props} />
    </Show>
  )
}

function Bar(props: GroupSaveBarProps) {
  const group = useGroup()
  const me = useMe()
  const [updating, setUpdating] = createSignal(true)
  const [asking, setAsking] = createSignal<'discard' | 'save' | 'impact'>()
  const scope = () => ({ of: 'group' as const, groupId: group.group().id })
  const impact = useView('changeSet.impact', () => {
    const changeSetId = group.working.id()
    return changeSetId === undefined ? undefined : { changeSetId, scope: scope(), by: 'people' }
  })
  const counts = createMemo(() => countStates(group.slice()))
  const others = createMemo(() => group.slice().filter((entry) => entry.by.id !== me.user.id))
  const waiting = () => group.slice().filter((entry) => entry.unsent).length

  createEffect(
    on(
      () =>
        group
          .slice()
          .map((entry) => `${entry.key} ${entry.op} ${entry.state} ${entry.unsent}`)
          .join(),
      () => {
        setUpdating(true)
        const timer = setTimeout(() => setUpdating(false), SETTLED_MS)
        onCleanup(() => clearTimeout(timer))
      },
    ),
  )
  createEffect(
    on(
      () => JSON.stringify(impact.meta),
      // What is still on its way is not in an impact that comes meanwhile.
      (meta) => meta && waiting() === 0 && setUpdating(false),
      { defer: true },
    ),
  )

  const line = () => {
    if (!group.live()) {
      const unsent = waiting() > 0 ? `, ${countOf(waiting(), 'waits', 'wait')} to be sent` : ''
      return `${countOf(group.slice().length, 'staged change')}${unsent}`
    }
    if (counts().ready === 0) return 'Nothing here can be saved'
    return impact.meta ? impactLine(impact.meta) : 'Working out who gains and who loses…'
  }

  function restage(entries: readonly SliceEntry[]): void {
    for (const entry of entries)
      group.stage(entry.kind === 'membership' ? 'members' : 'dashboards', entry.op === 'add' ? 'in' : 'out', [
        entry.subject.id,
      ])
  }
  function discard(): void {
    const dropped = [...group.slice()]
    setAsking()
    group.working.set()?.unstage(dropped.map((entry) => entry.key))
    toast({
      kind: 'staged',
      title: `Discarded ${countOf(dropped.length, 'staged change')}`,
      action: { label: 'Stage again', run: () => restage(dropped) },
    })
  }
  const whose = () => {
    const names = [...new Set(others().map((entry) => givenName(entry.by.name)))]
    // Not known yet, after a reconnect.
    if (names.includes('')) return 'others'
    return names.length > 2 ? `${names.length} others` : names.join(' and ')
  }
  // The key is quicker than the eye: a large change shows its consequences first, as soon as they are known.
  const [keyed, setKeyed] = createSignal(false)
  createEffect(() => {
    if (!keyed() || updating() || waiting() > 0) return
    setKeyed(false)
    if ((impact.meta?.users ?? 0) > MANY_PEOPLE) setAsking('save')
    else void props.onSave()
  })

  return (
    <>
      <SaveBar
        impact={line()}
        updating={updating() && group.live() && counts().ready > 0}
        counts={
          <>
            {readyLine(counts())}{' '}
            <button
              type="button"
              class="rounded-[2px] font-medium text-accent-text hover:underline"
              onClick={() => setAsking('impact')}
            >
              Preview impact
            </button>
          </>
        }
        count={counts().ready}
        blocked={group.live() ? undefined : 'You can keep staging. Saving needs a connection.'}
        saving={props.saving}
        onSave={() => void props.onSave()}
        onSaveByKey={() => asking() === undefined && setKeyed(true)}
        onDiscard={() => (others().length > 0 ? setAsking('discard') : discard())}
      />
      <ImpactDialog
        open={asking() === 'impact'}
        count={counts().ready}
        saving={props.saving}
        onClose={() => setAsking()}
        onSave={() => {
          setAsking()
          void props.onSave()
        }}
      />
      <ConfirmDialog
        open={asking() === 'discard'}
        title={`Discard ${countOf(group.slice().length, 'staged change')}`}
        description={`${countOf(others().length, 'of them was', 'of them were')} staged by ${whose()}, and would be gone for everybody.`}
        confirm={`Discard ${countOf(group.slice().length, 'change')}`}
        onCancel={() => setAsking()}
        onConfirm={discard}
      />
      <ConfirmDialog
        open={asking() === 'save'}
        danger={false}
        title={`Change what ${countOf(impact.meta?.users ?? 0, 'person', 'people')} can open`}
        description={`${line()}.`}
        confirm={`Save ${countOf(counts().ready, 'change')}`}
        onCancel={() => setAsking()}
        onConfirm={() => {
          setAsking()
          void props.onSave()
        }}
      />
    </>
  )
}
