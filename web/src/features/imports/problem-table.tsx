import type { ImportProblem, ImportProblemKind } from '@muster/sync/staging/import/import-report.ts'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import Download from 'lucide-solid/icons/download'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { Pager } from '../../ui/table/pager.tsx'
import type { DryRun } from './import-requests.ts'
import { problemNames, wayOut } from './problem-words.ts'
import { downloadCsv, problemsCsv } from './problems-csv.ts'

const PAGE = 7

/** The rows that are left out: where, why, what the file says, and the way out. */
export function ProblemTable(props: { report: DryRun; file: string }) {
  const [kind, setKind] = createSignal<ImportProblemKind | 'all'>('all')
  const [page, setPage] = createSignal(0)
  const kinds = () => Object.entries(props.report.byKind) as [ImportProblemKind, number][]
  const matching = createMemo(() =>
    props.report.problemRows.filter((row) => kind() === 'all' || row.kind === kind()),
  )
  const shown = () => matching().slice(page() * PAGE, (page() + 1) * PAGE)
  const counted = (words: string, count: number) => (
    <>
      {words} <span class="num text-text-3">{formatCount(count)}</span>
    </>
  )
  const filters = () => [
    { value: 'all' as const, label: counted('All', props.report.problems) },
    ...kinds()
      .sort(([, a], [, b]) => b - a)
      .map(([value, count]) => ({ value, label: counted(problemNames[value], count) })),
  ]
  const download = () =>
    downloadCsv(`${props.file.replace(/\.[^.]*$/, '')}-problems.csv`, problemsCsv(props.report.problemRows))
  return (
    <>
      <div class="mt-3 flex flex-wrap items-center gap-2">
        <Segmented
          label="Reason"
          class="max-w-full overflow-x-auto"
          value={kind()}
          items={filters()}
          onChange={(next) => {
            setKind(next)
            setPage(0)
          }}
        />
        <Button size={28} icon={Download} class="ml-auto" onClick={download}>
          Download problems
        </Button>
      </div>
      <table class="mt-1 w-full table-fixed">
        <caption class="sr-only">{countOf(props.report.problems, 'row')} with problems</caption>
        <thead class="max-rail:sr-only">
          <tr class="h-8 text-small text-text-2 [&>th]:border-line-strong [&>th]:border-b [&>th]:px-2 [&>th]:font-nav">
            <th scope="col" class="w-[62px] text-right!">
              Line
            </th>
            <th scope="col">What the file says</th>
            <th scope="col" class="w-[312px]">
              Problem
            </th>
            <th scope="col" class="w-[184px]">
              Way out
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={shown()}>{(row) => <ProblemRow row={row} />}</For>
        </tbody>
      </table>
      <Pager of="problems" page={page()} pageSize={PAGE} total={matching().length} onPage={setPage} />
      <Show when={props.report.problems > props.report.problemRows.length}>
        <p class="text-small text-text-3">
          The first {formatCount(props.report.problemRows.length)} problems are listed. Correct them and check
          the file again to see the others.
        </p>
      </Show>
    </>
  )
}

const cut = 'block truncate max-rail:whitespace-normal'

function ProblemRow(props: { row: ImportProblem }) {
  return (
    <tr class="[&>*]:h-11 [&>*]:border-line [&>*]:border-b [&>*]:px-2 max-rail:relative max-rail:block max-rail:border-line max-rail:border-b max-rail:py-2 max-rail:pl-14 max-rail:[&>*]:block max-rail:[&>*]:h-auto max-rail:[&>*]:border-b-0 max-rail:[&>*]:px-0">
      <td class="num text-right text-text-3 max-rail:absolute max-rail:top-2 max-rail:left-0 max-rail:w-11">
        <span class="sr-only">Line </span>
        {formatCount(props.row.line)}
      </td>
      <th scope="row" class="font-medium">
        <span class={cut} data-tip={props.row.text} data-tip-overflow>
          {props.row.text}
        </span>
      </th>
      <td>
        <span class="flex items-center gap-1.5 text-remove">
          <CircleAlert class="icon-12" aria-hidden="true" />
          <span class={cut}>{problemNames[props.row.kind]}</span>
        </span>
        <span class={`${cut} pl-[18px] text-small text-text-3`} data-tip={props.row.detail} data-tip-overflow>
          {props.row.detail}
        </span>
      </td>
      <td class="text-text-2">
        <span class={cut} data-tip={wayOut(props.row)} data-tip-overflow>
          {wayOut(props.row)}
        </span>
      </td>
    </tr>
  )
}
