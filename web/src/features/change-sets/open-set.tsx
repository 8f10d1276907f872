import { isProblem } from '@muster/sync/protocol/problem.ts'
import Link from 'lucide-solid/icons/link'
import Trash from 'lucide-solid/icons/trash'
import Upload from 'lucide-solid/icons/upload'
import { createSignal, createUniqueId, For, type JSX, Match, Show, Switch } from 'solid-js'
import { type Crumb, Page } from '../../shell/page.tsx'
import type { OpenChangeSet } from '../../store/change-set.ts'
import { isPhone } from '../../store/media.ts'
import { useMutation } from '../../store/use-mutation.ts'
import { useView } from '../../store/use-view.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { countOf } from '../../ui/format-count.ts'
import { type ImpactBy, type ImpactLine, touches } from '../../ui/impact/impact-lines.ts'
import { ImpactPane } from '../../ui/impact/impact-pane.tsx'
import { MenuButton, type MenuEntry } from '../../ui/menu.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { toast } from '../../ui/toast.tsx'
import { ImportDialog } from '../imports/import-dialog.tsx'
import { usePaletteScope } from '../palette/palette-state.ts'
import { useOpenSet } from './change-set-context.tsx'
import { CommentsPane } from './comments-pane.tsx'
import { EntryList } from './entry-list.tsx'
import { SetHeader } from './set-header.tsx'
import { SetSaveBar } from './set-save-bar.tsx'

type Tab = 'entries' | 'impact' | 'comments'

/** An open set: its entries in the middle, impact and comments at the right, tabs on phones. */
export function OpenSet(props: {
  crumbs: readonly Crumb[]
  pane: JSX.Element
  switcher: JSX.Element
  onSave(set: OpenChangeSet): void
}) {
  const open = useOpenSet()
  const mutate = useMutation()
  const [by, setBy] = createSignal<ImpactBy>('people')
  const [tab, setTab] = createSignal<Tab>('entries')
  const [importing, setImporting] = createSignal(false)
  const [discarding, setDiscarding] = createSignal(false)
  const impact = useView('changeSet.impact', () => ({
    changeSetId: open.row().id,
    scope: { of: 'all' },
    by: by(),
  }))
  const entriesId = createUniqueId()
  const named = () => open.row().kind === 'named'
  const save = () => {
    const set = open.set()
    if (set) props.onSave(set)
  }

  async function discard(): Promise<void> {
    const { id, name } = open.row()
    setDiscarding(false)
    const answer = await mutate('changeSet.discard', { changeSetId: id })
    if (!isProblem(answer)) toast({ kind: 'done', title: `Discarded ${name}` })
  }

  const menu = (): MenuEntry[] => [
    { label: 'Import CSV…', icon: Upload, run: () => setImporting(true) },
    {
      label: 'Copy link',
      icon: Link,
      run: () => {
        void navigator.clipboard.writeText(location.href)
        toast({ kind: 'done', title: `Copied the link to ${open.row().name}` })
      },
    },
    ...(named()
      ? ([
          'line',
          { label: 'Discard change set…', icon: Trash, danger: true, run: () => setDiscarding(true) },
        ] as const)
      : []),
  ]
  usePaletteScope(
    () => open.row().name,
    () => [{ label: 'Import CSV…', icon: Upload, run: () => setImporting(true) }],
  )

  const main = () => (
    <div class="min-h-0 overflow-y-auto max-rail:overflow-visible">
      <SetHeader switcher={props.switcher} />
      <section aria-labelledby={entriesId} class="px-6 pb-6 max-rail:px-4">
        <h2 id={entriesId} class="sr-only">
          Entries
        </h2>
        <Loading when={!open.loaded()} label="Loading the entries" skeleton={<EntriesSkeleton />}>
          <EntryList onImport={() => setImporting(true)} />
        </Loading>
      </section>
    </div>
  )
  const chosen = (line: ImpactLine) => {
    const now = open.selected()
    return now !== undefined && 'line' in now && now.line.id === line.id
  }
  const impactPane = () => (
    <ImpactPane
      impact={impact}
      by={by()}
      onBy={setBy}
      pick={{
        chosen,
        marked(line) {
          const now = open.selected()
          if (!now || 'line' in now) return chosen(line)
          const subject = now.entry.subject?.id
          return subject !== undefined && line.rows.some((row) => touches(row, subject))
        },
        run: (line) =>
          open.select(
            chosen(line) ? undefined : { line: { id: line.id, rows: line.rows.map((row) => ({ ...row })) } },
          ),
      }}
    />
  )

  return (
    <Page
      title={open.row().name}
      crumbs={props.crumbs}
      flush
      actions={<MenuButton name={`Actions for ${open.row().name}`} items={menu} />}
      saveBar={
        <Show when={open.entries().length > 0}>
          <SetSaveBar impact={impact} onSave={save} />
        </Show>
      }
    >
      <Show
        when={isPhone()}
        fallback={
          <div class="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_340px] wide:grid-cols-[224px_minmax(0,1fr)_372px]">
            {props.pane}
            {main()}
            <aside
              aria-label="Impact and comments"
              class="min-h-0 overflow-y-auto border-line border-l bg-surface-subtle [&>section+section]:border-line [&>section+section]:border-t"
            >
              {impactPane()}
              <CommentsPane />
            </aside>
          </div>
        }
      >
        <Tabs
          label="Parts of the change set"
          class="shrink-0 px-4"
          value={tab()}
          onChange={setTab}
          controls="change-set-part"
          items={[
            { value: 'entries', label: 'Entries', count: open.entries().length },
            { value: 'impact', label: 'Impact', count: impact.meta?.users },
            { value: 'comments', label: 'Comments', count: open.set()?.comments.length },
          ]}
        />
        <div id="change-set-part" role="tabpanel" aria-label="Part of the change set">
          <Switch>
            <Match when={tab() === 'entries'}>{main()}</Match>
            <Match when={tab() === 'impact'}>{impactPane()}</Match>
            <Match when={tab() === 'comments'}>
              <CommentsPane />
            </Match>
          </Switch>
        </div>
      </Show>
      <ImportDialog open={importing()} onClose={() => setImporting(false)} />
      <ConfirmDialog
        open={discarding()}
        title={`Discard ${open.row().name}`}
        description={
          open.entries().length > 0
            ? `The change set is closed with its ${countOf(open.entries().length, 'entry', 'entries')}. Nothing of it is saved.`
            : 'The change set is empty. It is closed for everybody.'
        }
        confirm="Discard change set"
        onCancel={() => setDiscarding(false)}
        onConfirm={() => void discard()}
      />
    </Page>
  )
}

function EntriesSkeleton() {
  return (
    <div>
      <Skeleton class="mt-2 h-5 w-40" />
      <For each={[0, 1, 2, 3, 4, 5]}>{() => <Skeleton class="mt-3 h-6 w-full" />}</For>
    </div>
  )
}
