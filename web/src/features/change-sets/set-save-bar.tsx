/** Saves or discards the whole set, and says first what that will do. */
import { isProblem } from '@muster/sync/protocol/problem.ts'
import { createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { useMe } from '../../store/engine.tsx'
import { givenName } from '../../store/hue.ts'
import { problemWords, useMutation } from '../../store/use-mutation.ts'
import type { LiveView } from '../../store/use-view.ts'
import type { ImpactMeta, ImpactRow } from '../../store/view-rows.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { countOf } from '../../ui/format-count.ts'
import { SaveBar } from '../../ui/save-bar.tsx'
import { toast } from '../../ui/toast.tsx'
import { impactLine } from '../../ui/words/impact-line.ts'
import { useOpenSet } from './change-set-context.tsx'
import { outcomeLine } from './entry-words.ts'
import { countChanges } from './page-entries.ts'

/** Saving by key asks first when more people than this change. */
const MANY_PEOPLE = 100
/** An impact that stays the same is not sent again: after this it counts as up to date. */
const SETTLED_MS = 1_200

export function SetSaveBar(props: { impact: LiveView<ImpactRow, ImpactMeta>; onSave(): void }) {
  const me = useMe()
  const open = useOpenSet()
  const mutate = useMutation()
  const [updating, setUpdating] = createSignal(true)
  const [asking, setAsking] = createSignal<'discard' | 'save'>()
  const [wrong, setWrong] = createSignal<string>()
  const counts = createMemo(() => countChanges(open.entries()))
  const others = createMemo(() => open.entries().filter(({ by }) => by.id !== me.user.id))
  const batches = createMemo(() => open.entries().filter(({ batch }) => batch))
  const unsent = () => open.entries().filter((entry) => entry.unsent).length
  const draft = () => open.row().kind === 'draft'

  createEffect(
    on(
      () =>
        open
          .entries()
          .map((entry) => `${entry.key} ${entry.op} ${entry.state}`)
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
      () => JSON.stringify(props.impact.meta),
      (meta) => meta && setUpdating(false),
      { defer: true },
    ),
  )

  const line = () => {
    if (!open.live()) {
      const waiting = unsent() > 0 ? `, ${countOf(unsent(), 'waits', 'wait')} to be sent` : ''
      return `${countOf(open.entries().length, 'staged change')}${waiting}`
    }
    if (counts().ready === 0) return 'Nothing here can be saved'
    return props.impact.meta ? impactLine(props.impact.meta) : 'Working out who gains and who loses…'
  }
  const whose = () => {
    const names = [...new Set(others().map(({ by }) => givenName(by.name)))]
    // Not known yet, after a reconnect.
    if (names.includes('')) return 'others'
    return names.length > 2 ? `${names.length} others` : names.join(' and ')
  }

  async function discard(): Promise<void> {
    const dropped = open.entries().map((entry) => ({ ...entry, change: { ...entry.change } }))
    if (draft()) {
      const imports = batches().length
      setAsking()
      open.set()?.unstage(dropped.map(({ key }) => key))
      toast({
        kind: 'staged',
        title: `Discarded ${countOf(dropped.length, 'staged change')}`,
        ...(imports === dropped.length
          ? {}
          : { action: { label: 'Stage again', run: () => open.restage(dropped) } }),
      })
      return
    }
    const name = open.row().name
    const answer = await mutate('changeSet.discard', { changeSetId: open.row().id }, { quiet: true })
    if (isProblem(answer)) return void setWrong(problemWords(answer))
    setAsking()
    toast({ kind: 'done', title: `Discarded ${name}` })
  }

  return (
    <>
      <SaveBar
        impact={line()}
        updating={updating() && open.live() && counts().ready > 0}
        counts={outcomeLine(counts(), draft() ? 'the draft' : 'the change set')}
        count={counts().ready}
        blocked={open.live() ? undefined : 'You can keep staging. Saving needs a connection.'}
        saving={open.saving()}
        discardLabel="Discard all"
        onSave={props.onSave}
        onSaveByKey={() => {
          if (asking() !== undefined) return
          // The key is quicker than the eye: a large change shows its consequences first.
          if ((props.impact.meta?.users ?? 0) > MANY_PEOPLE) setAsking('save')
          else props.onSave()
        }}
        onDiscard={() => {
          setWrong()
          if (draft() && others().length === 0 && batches().length === 0) void discard()
          else setAsking('discard')
        }}
      />
      <ConfirmDialog
        open={asking() === 'discard'}
        title={
          draft()
            ? `Discard ${countOf(open.entries().length, 'staged change')}`
            : `Discard ${open.row().name}`
        }
        description={
          <>
            {draft()
              ? ''
              : `The change set is closed with its ${countOf(open.entries().length, 'entry', 'entries')}. Nothing of it is saved. `}
            {others().length > 0 &&
              `${countOf(others().length, 'entry was', 'entries were')} staged by ${whose()} and would be gone for everybody. `}
            {draft() &&
              batches().length > 0 &&
              `${countOf(batches().length, 'import', 'imports')} would have to be made again from the file.`}
          </>
        }
        confirm={draft() ? `Discard ${countOf(open.entries().length, 'change')}` : 'Discard change set'}
        onCancel={() => setAsking()}
        onConfirm={() => void discard()}
      >
        <p role="alert" class="mt-2 text-remove">
          {wrong()}
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking() === 'save'}
        danger={false}
        title={`Change what ${countOf(props.impact.meta?.users ?? 0, 'person', 'people')} can open`}
        description={`${line()}.`}
        confirm={`Save ${countOf(counts().ready, 'change')}`}
        onCancel={() => setAsking()}
        onConfirm={() => {
          setAsking()
          props.onSave()
        }}
      />
    </>
  )
}
