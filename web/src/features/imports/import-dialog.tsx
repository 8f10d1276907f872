/** Import of a CSV file: choose it, see what it would do, stage it as one entry of the change set. */
import type { BatchOf } from '@muster/sync/staging/staged-change.ts'
import { useLocation, useNavigate } from '@solidjs/router'
import FileSpreadsheet from 'lucide-solid/icons/file-spreadsheet'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { useWorkingChangeSet } from '../../store/working-change-set.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { announce } from '../../ui/live-announcer.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { toast } from '../../ui/toast.tsx'
import { impactLine } from '../../ui/words/impact-line.ts'
import { ChooseSource } from './choose-source.tsx'
import { importKind } from './import-kinds.ts'
import { ImportReport } from './import-report.tsx'
import type { DryRun } from './import-requests.ts'
import { useImport } from './use-import.ts'

export interface ImportDialogProps {
  open: boolean
  onClose(): void
  /** What is imported to begin with; memberships otherwise. */
  of?: BatchOf
}

const megabytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024)

/** The dialog; what was given stays when it is closed before staging. */
export function ImportDialog(props: ImportDialogProps) {
  const working = useWorkingChangeSet()
  const navigate = useNavigate()
  const location = useLocation()
  const flow = useImport({
    of: props.of ?? 'memberships',
    changeSetId: working.id,
    onStaged(count) {
      const changeSetId = working.id()
      props.onClose()
      const title = `Staged ${countOf(count, 'change')}`
      announce(`${title} in ${working.name()}`)
      toast({
        kind: 'staged',
        title,
        detail: `in ${working.name()}`,
        ...(location.pathname === `/staged/${changeSetId}`
          ? {}
          : {
              action: { label: `Open ${working.name()}`, run: () => navigate(`/staged/${changeSetId}`) },
            }),
      })
    },
  })
  const close = () => {
    flow.rest()
    props.onClose()
  }
  const report = () => {
    const step = flow.step()
    return step.at === 'report' || step.at === 'staging' ? step : undefined
  }
  const reading = () => {
    const step = flow.step()
    return step.at === 'reading' ? step : undefined
  }
  const rows = () =>
    flow
      .pasted()
      .split('\n')
      .filter((line) => line.trim() !== '').length

  const consequence = (dryRun: DryRun): JSX.Element => (
    <>
      <p class="font-medium">
        {dryRun.ready === 0
          ? 'Nothing to stage'
          : dryRun.impact
            ? impactLine(dryRun.impact)
            : importKind(dryRun.of).quiet}
      </p>
      <p class="text-small text-text-3">
        Staged in {working.name()}. Nothing is changed until somebody saves.
      </p>
    </>
  )

  return (
    <Dialog
      open={props.open}
      onClose={close}
      title={report() ? `Import ${importKind(flow.of()).name.toLowerCase()}` : 'Import CSV'}
      size={report() ? 'wide' : 'large'}
      closeButton
      description={
        <Show when={report()}>
          {(found) => (
            <span class="flex min-w-0 flex-wrap items-center gap-x-1.5">
              <FileSpreadsheet class="icon-14 text-text-3" aria-hidden="true" />
              <span class="min-w-0 truncate">{flow.given()?.name}</span>
              <span class="text-text-3">
                {countOf(found().report.rows, 'row')}, checked in {Math.max(0.1, found().seconds).toFixed(1)}{' '}
                s. Nothing is changed yet.
              </span>
            </span>
          )}
        </Show>
      }
      headerAction={
        <Show when={flow.step().at === 'report'}>
          <Button variant="ghost" size={28} class="coarse:-my-2" onClick={flow.back}>
            Other file…
          </Button>
        </Show>
      }
      footerStart={<Show when={report()}>{(found) => consequence(found().report)}</Show>}
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            Cancel
          </Button>
          <Switch>
            <Match when={report()}>
              {(found) => (
                <Button
                  variant="primary"
                  class="max-rail:flex-1"
                  disabled={found().report.ready === 0 || flow.step().at === 'staging'}
                  onClick={() => void flow.stage()}
                >
                  {flow.step().at === 'staging'
                    ? 'Staging…'
                    : `Stage ${countOf(found().report.ready, 'change')}`}
                </Button>
              )}
            </Match>
            <Match when={flow.step().at === 'choose'}>
              <Button
                variant="primary"
                class="max-rail:flex-1"
                disabled={flow.pasted().trim() === '' || !working.id()}
                onClick={() => void flow.checkPasted()}
              >
                {rows() > 0 ? `Check ${countOf(rows(), 'line')}` : 'Check rows'}
              </Button>
            </Match>
          </Switch>
        </>
      }
    >
      <Switch>
        <Match when={flow.step().at === 'choose'}>
          <ChooseSource import={flow} />
        </Match>
        <Match when={reading()}>
          {(now) => (
            <div class="py-10">
              <p class="num mb-2" role="status">
                Reading {formatCount(megabytes(now().bytes))} of {formatCount(megabytes(now().total))} MB
              </p>
              <ProgressBar label="Reading the file" done={now().bytes} total={now().total} />
            </div>
          )}
        </Match>
        <Match when={flow.step().at === 'checking'}>
          <div class="py-10">
            <p class="mb-2" role="status">
              Checking every row of {flow.given()?.name}…
            </p>
            <div class="h-1.5 overflow-hidden rounded-full bg-surface-active">
              <div class="breathe h-full w-full rounded-full bg-accent" />
            </div>
          </div>
        </Match>
        <Match when={report()}>
          {(found) => <ImportReport import={flow} report={found().report} target={working.name()} />}
        </Match>
      </Switch>
    </Dialog>
  )
}
