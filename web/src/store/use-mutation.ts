import type { Saved } from '@muster/sync/protocol/committed.ts'
import { isProblem, type Problem } from '@muster/sync/protocol/problem.ts'
import { toast } from '../ui/toast.tsx'
import { useClient } from './engine.tsx'

export interface MutateOptions {
  mutationId?: string
  /** The caller shows the refusal itself: no toast. */
  quiet?: boolean
}

export type Mutate = (name: string, args: unknown, options?: MutateOptions) => Promise<Saved | Problem>

/** Words of a problem for one line: title, then what to do. */
export function problemWords(problem: Problem): string {
  return problem.detail ? `${problem.title}. ${problem.detail}` : problem.title
}

/** Asks for mutations. A refusal is answered as a value and, unless quiet, told in a toast with "Try again". */
export function useMutation(): Mutate {
  const client = useClient()
  const mutate: Mutate = async (name, args, options = {}) => {
    const { mutationId, quiet } = options
    const answer = await client.mutate(name, args, mutationId ? { mutationId } : {})
    if (isProblem(answer) && !quiet && answer.kind !== 'cancelled')
      toast({
        kind: 'error',
        title: answer.title,
        ...(answer.detail ? { detail: answer.detail } : {}),
        action: { label: 'Try again', run: () => void mutate(name, args, options) },
      })
    return answer
  }
  return mutate
}
