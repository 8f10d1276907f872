import Check from 'lucide-solid/icons/check'
import { createSignal, createUniqueId, Match, onMount, Show, Switch } from 'solid-js'
import { problemWords } from '../../store/use-mutation.ts'
import { Banner } from '../../ui/banner.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { announce } from '../../ui/live-announcer.tsx'
import { importKind } from './import-kinds.ts'
import type { DryRun } from './import-requests.ts'
import { ProblemTable } from './problem-table.tsx'
import { type ReportTab, ReportTabs } from './report-tabs.tsx'
import type { Import } from './use-import.ts'

/** The dry run: three tabs that add up, the problems first when there are any. */
export function ImportReport(props: { import: Import; report: DryRun; target: string }) {
  const panel = createUniqueId()
  const [tab, setTab] = createSignal<ReportTab>(props.report.problems > 0 ? 'problems' : 'ready')
  const kind = () => importKind(props.report.of)
  const wrong = () => {
    const step = props.import.step()
    return step.at === 'report' ? step.wrong : undefined
  }
  let root: HTMLDivElement | undefined
  onMount(() => {
    root?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus()
    const { rows, ready, noop, problems } = props.report
    announce(
      `${countOf(rows, 'row')}: ${formatCount(ready)} ready to stage, ${formatCount(noop)} with nothing to do, ${countOf(problems, 'problem')}`,
    )
  })
  return (
    <div ref={root} class="pt-3">
      <ReportTabs
        report={props.report}
        nothing={kind().nothing}
        value={tab()}
        onChange={setTab}
        controls={panel}
      />
      <div id={panel} role="tabpanel" aria-label={tab()}>
        <Switch>
          <Match when={tab() === 'ready'}>
            <p class="px-1 py-5 text-text-2">
              {props.report.ready > 0
                ? `${countOf(props.report.ready, 'row')} will be staged in ${props.target} as one entry, where every admin sees it. Nothing is changed until somebody saves it.`
                : 'No row of this file would change anything.'}
            </p>
          </Match>
          <Match when={tab() === 'noop'}>
            <p class="px-1 py-5 text-text-2">
              {props.report.noop > 0
                ? `${countOf(props.report.noop, 'row')} ${props.report.noop === 1 ? 'is' : 'are'} left out, because what ${props.report.noop === 1 ? 'it says' : 'they say'} is so already.`
                : 'Every row either changes something or has a problem.'}
            </p>
          </Match>
          <Match when={tab() === 'problems'}>
            <Show
              when={props.report.problems > 0}
              fallback={
                <EmptyState icon={Check} title="No problems" class="py-6!">
                  Every row of the file could be read and matched.
                </EmptyState>
              }
            >
              <ProblemTable report={props.report} file={props.import.given()?.name ?? 'import'} />
            </Show>
          </Match>
        </Switch>
      </div>
      <div aria-live="assertive">
        <Show when={wrong()}>
          {(problem) => (
            <Banner tone="remove" class="mt-3">
              <p>{problemWords(problem())}. The file is still here, nothing is lost.</p>
            </Banner>
          )}
        </Show>
      </div>
    </div>
  )
}
