import { isProblem, type Problem, problem } from '@muster/sync/protocol/problem.ts'
import type { Scope } from '@muster/sync/staging/staged-change.ts'
import { useNavigate } from '@solidjs/router'
import { type Accessor, createSignal } from 'solid-js'
import { countOf, formatCount } from '../ui/format-count.ts'
import { announce, interrupt } from '../ui/live-announcer.tsx'
import { toast } from '../ui/toast.tsx'
import type { OpenChangeSet } from './change-set.ts'
import { useMutation } from './use-mutation.ts'
import { freshId } from './world.ts'

export interface SaveOutcome {
  saved: number
  noops: number
  conflicts: number
}

export interface SaveRequest {
  set: OpenChangeSet
  scope: Scope
  /** What is saved to, for the toast: "Saved 5 changes to Sales EMEA". */
  to?: string
}

/** Saving is never optimistic: it waits for the server, all of the slice or none. */
export function useSaveChangeSet(): {
  saving: Accessor<boolean>
  save(request: SaveRequest): Promise<SaveOutcome | Problem>
} {
  const mutate = useMutation()
  const navigate = useNavigate()
  const [saving, setSaving] = createSignal(false)

  function failed(why: Problem, again: () => void): Problem {
    if (why.kind === 'cancelled') {
      toast({ kind: 'warn', title: 'The save was stopped.', detail: 'Everything stays staged.' })
      return why
    }
    interrupt(`Save failed. ${why.title}`)
    toast({
      kind: 'error',
      title: why.title,
      detail: why.detail ?? 'Everything stays staged.',
      action: { label: 'Try again', run: again },
    })
    return why
  }

  function done(outcome: SaveOutcome, { set, to }: SaveRequest): SaveOutcome {
    const { saved, conflicts } = outcome
    const where = to ? ` to ${to}` : ''
    if (conflicts > 0)
      toast({
        kind: 'warn',
        title: `Saved ${formatCount(saved)} of ${formatCount(saved + conflicts)}.`,
        detail: `${countOf(conflicts, 'conflict')} left`,
        action: { label: 'Resolve', run: () => navigate(`/staged/${set.id}`) },
        sticky: true,
      })
    else toast({ kind: 'done', title: `Saved ${countOf(saved, 'change')}${where}` })
    announce(`Saved ${countOf(saved, 'change')}${where}`)
    return outcome
  }

  async function save(request: SaveRequest): Promise<SaveOutcome | Problem> {
    if (saving()) return problem('conflict', 'A save is running already')
    setSaving(true)
    const again = () => void save(request)
    try {
      if (!(await request.set.flushed()))
        return failed(problem('unavailable', 'Saving needs a connection'), again)
      const answer = await mutate(
        'changeSet.commit',
        { changeSetId: request.set.id, scope: request.scope, stateVector: request.set.stateVector() },
        { mutationId: freshId(), quiet: true },
      )
      if (isProblem(answer)) return failed(answer, again)
      return done(answer.result as SaveOutcome, request)
    } finally {
      setSaving(false)
    }
  }
  return { saving, save }
}
