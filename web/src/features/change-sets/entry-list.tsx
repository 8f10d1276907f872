/**
 * The middle pane's list: imports first, then a block for each group. Owns the row cursor: one entry is in
 * the tab order, j and k move it. After an undo the focus goes to the next entry's ×.
 */
import { useNavigate } from '@solidjs/router'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import FileSpreadsheet from 'lucide-solid/icons/file-spreadsheet'
import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js'
import { useShortcuts } from '../../store/keys.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { useOpenSet } from './change-set-context.tsx'
import { EntryRows, GroupBlock } from './group-block.tsx'
import { blocksOf, type PageEntry } from './page-entries.ts'

/** A console may hold 64 live views; each group's facts are one. */
const WITH_FACTS = 30

export function EntryList(props: { onImport(): void }) {
  const open = useOpenSet()
  const navigate = useNavigate()
  const importsId = createUniqueId()
  const [cursor, setCursor] = createSignal<string>()
  const [asked, setAsked] = createSignal<PageEntry>()
  let root: HTMLDivElement | undefined
  const parts = createMemo(() => blocksOf(open.shown()))
  const order = createMemo(() => [
    ...parts().batches.map(({ key }) => key),
    ...parts().blocks.flatMap(({ entries }) => entries.map(({ key }) => key)),
  ])
  const current = () => {
    const key = cursor()
    return key !== undefined && order().includes(key) ? key : order()[0]
  }
  const byGroup = createMemo(() => new Map(parts().blocks.map((block) => [block.groupId, block.entries])))
  const groupIds = createMemo(() => [...byGroup().keys()])
  const entryAt = (key: string | undefined) => open.shown().find((entry) => entry.key === key)

  const focusOn = (key: string, what: 'data-cursor' | 'data-undo') =>
    root
      ?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(key)}"] [${what}]`)
      ?.focus({ preventScroll: false })

  function move(step: number): false | undefined {
    if (order().length === 0) return false
    const at = cursor() === undefined ? -1 : order().indexOf(current() ?? '')
    const next = order()[Math.max(0, Math.min(order().length - 1, at + step))]
    if (next === undefined) return false
    setCursor(next)
    focusOn(next, 'data-cursor')
  }

  /** The rows of an import are gone with it, so that is asked first. */
  function undo(entries: readonly PageEntry[]): void {
    const batch = entries.find((entry) => entry.batch)
    if (batch) setAsked(batch)
    else takeBack(entries)
  }

  function takeBack(entries: readonly PageEntry[]): void {
    setAsked()
    const taken = new Set(entries.map(({ key }) => key))
    const first = order().findIndex((key) => taken.has(key))
    open.undo(entries)
    queueMicrotask(() => {
      const next = order()[Math.min(first, order().length - 1)]
      if (next === undefined) return void document.querySelector<HTMLElement>('[data-page-title]')?.focus()
      setCursor(next)
      focusOn(next, 'data-undo')
    })
  }

  function choose(): false | undefined {
    const entry = entryAt(cursor())
    if (!entry) return false
    const now = open.selected()
    open.select(now && 'entry' in now && now.entry.key === entry.key ? undefined : { entry })
  }

  const section = 'Staged changes'
  useShortcuts(
    { keys: 'j', does: 'Next entry', section, run: () => move(1) },
    { keys: 'k', does: 'Entry before', section, run: () => move(-1) },
    { keys: 'x', does: 'Select the entry: its line in the impact is marked', section, run: choose },
    {
      keys: 'Delete',
      does: 'Take the entry back',
      section,
      when: () => root?.contains(document.activeElement) ?? false,
      run() {
        const entry = entryAt(cursor())
        if (!entry) return false
        undo([entry])
      },
    },
    {
      keys: 'Escape',
      does: 'Clear the selection',
      section,
      when: () => open.selected() !== undefined,
      run: () => open.select(undefined),
    },
  )

  return (
    <div ref={root}>
      <Show when={parts().batches.length > 0}>
        <section aria-labelledby={importsId} class="mt-1">
          <div class="flex min-h-8 items-center gap-2 border-line-strong border-b">
            <FileSpreadsheet class="text-text-3" aria-hidden="true" />
            <h3 id={importsId} class="font-semi">
              Imports
            </h3>
            <span class="num text-text-3">{formatCount(parts().batches.length)}</span>
          </div>
          <EntryRows entries={parts().batches} cursor={current()} onCursor={setCursor} onUndo={undo} />
        </section>
      </Show>
      <For each={groupIds()}>
        {(groupId, index) => (
          <GroupBlock
            groupId={groupId}
            entries={byGroup().get(groupId) ?? []}
            withFacts={index() < WITH_FACTS}
            cursor={current()}
            onCursor={setCursor}
            onUndo={undo}
          />
        )}
      </For>
      <ConfirmDialog
        open={asked() !== undefined}
        title={`Remove the import of ${asked()?.batch?.name ?? ''}`}
        description={`${countOf(asked()?.batch?.count ?? 0, 'row')} would no longer be staged, for every admin. To stage them again, import the file again.`}
        confirm="Remove import"
        onCancel={() => setAsked()}
        onConfirm={() => {
          const entry = asked()
          if (entry) takeBack([entry])
        }}
      />
      <Show when={order().length === 0}>
        <Show
          when={open.entries().length === 0}
          fallback={
            <EmptyState
              icon={CircleDashed}
              title="No entry fits this filter"
              actions={<Button onClick={() => open.setFilter({})}>Show all entries</Button>}
            >
              {formatCount(open.entries().length)} are staged here by others or in another state.
            </EmptyState>
          }
        >
          <EmptyState
            icon={CircleDashed}
            title="Nothing is staged"
            actions={
              <>
                <Button variant="primary" onClick={() => navigate('/groups')}>
                  Go to user groups
                </Button>
                <Button onClick={() => props.onImport()}>Import CSV</Button>
              </>
            }
          >
            People and dashboards that you add or remove on a group’s page wait here, for every admin to see,
            until somebody saves them.
          </EmptyState>
        </Show>
      </Show>
    </div>
  )
}
