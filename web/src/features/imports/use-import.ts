/**
 * One import from the choice of a file to the staged entry. Owns where it stands and what was given; a
 * refusal leads back to the choice with everything still there. Nothing is changed before `stage`, and
 * then only the change set.
 */
import { isProblem, type Problem } from '@muster/sync/protocol/problem.ts'
import type { BatchOf } from '@muster/sync/staging/staged-change.ts'
import { createSignal, onCleanup } from 'solid-js'
import { checkImport, type DryRun, type ImportSource, stageImport } from './import-requests.ts'
import { readFile } from './read-file.ts'

export type ImportStep =
  | { at: 'choose'; wrong?: Problem }
  | { at: 'reading'; bytes: number; total: number }
  | { at: 'checking' }
  | { at: 'report'; report: DryRun; seconds: number; wrong?: Problem }
  | { at: 'staging'; report: DryRun; seconds: number }

export interface Given {
  name: string
  text: string
}

export interface ImportOptions {
  of: BatchOf
  changeSetId(): string | undefined
  onStaged(count: number): void
}

export function useImport(options: ImportOptions) {
  const [of, setOf] = createSignal<BatchOf>(options.of)
  const [step, setStep] = createSignal<ImportStep>({ at: 'choose' })
  const [pasted, setPasted] = createSignal('')
  const [given, setGiven] = createSignal<Given>()
  let running = new AbortController()

  function begin(): AbortSignal {
    running.abort()
    running = new AbortController()
    return running.signal
  }
  onCleanup(() => running.abort())

  const source = (): ImportSource | undefined => {
    const now = given()
    const changeSetId = options.changeSetId()
    return now && changeSetId ? { of: of(), changeSetId, ...now } : undefined
  }

  async function check(next: Given): Promise<void> {
    const signal = begin()
    setGiven(next)
    setStep({ at: 'checking' })
    const from = source()
    if (!from) return void setStep({ at: 'choose' })
    const started = performance.now()
    const report = await checkImport(from, signal)
    if (signal.aborted) return
    if (isProblem(report)) setStep({ at: 'choose', wrong: report })
    else setStep({ at: 'report', report, seconds: (performance.now() - started) / 1000 })
  }

  async function chooseFile(file: File): Promise<void> {
    const signal = begin()
    setStep({ at: 'reading', bytes: 0, total: file.size })
    const onProgress = (bytes: number) => setStep({ at: 'reading', bytes, total: file.size })
    const text = await readFile(file, { onProgress, signal }).catch(() => undefined)
    if (signal.aborted || text === undefined) return
    if (isProblem(text)) {
      setGiven()
      return void setStep({ at: 'choose', wrong: text })
    }
    await check({ name: file.name, text })
  }

  async function stage(): Promise<void> {
    const now = step()
    const from = source()
    if (now.at !== 'report' || !from) return
    setStep({ ...now, at: 'staging' })
    const staged = await stageImport(from)
    if (isProblem(staged)) return void setStep({ ...now, wrong: staged })
    setStep({ at: 'choose' })
    setGiven()
    setPasted('')
    options.onStaged(staged.count)
  }

  return {
    of,
    step,
    given,
    /** The file that was read last, for checking it again. */
    file: () => (given()?.text === pasted() ? undefined : given()),
    pasted,
    setPasted,
    /** Another kind: the former refusal says nothing about it. */
    chooseKind(next: BatchOf) {
      setOf(next)
      setStep({ at: 'choose' })
    },
    chooseFile,
    checkPasted: () => check({ name: 'Pasted rows', text: pasted() }),
    check,
    stage,
    /** Back to the choice, from wherever it stands; what was pasted is still there. */
    back() {
      begin()
      setStep({ at: 'choose' })
    },
    /** Stops reading and checking; a report stays. */
    rest() {
      if (step().at !== 'reading' && step().at !== 'checking') return
      begin()
      setStep({ at: 'choose' })
    },
  }
}

export type Import = ReturnType<typeof useImport>
