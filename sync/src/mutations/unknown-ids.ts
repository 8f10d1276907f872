import type { Rows } from '../model/state.ts'
import { type Problem, problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'

/** A `not-found` that points at the ids that name nothing; undefined when all are known. */
export function unknownIds(
  rows: Rows<unknown>,
  ids: readonly Id[],
  field: 'userIds' | 'dashboardIds',
): Problem | undefined {
  const unknown = ids.flatMap((id, index) => (rows.has(id) ? [] : [index]))
  if (unknown.length === 0) return undefined
  const [one, many] = field === 'userIds' ? ['person does', 'people do'] : ['dashboard does', 'dashboards do']
  return problem('not-found', `${unknown.length} ${unknown.length === 1 ? one : many} not exist any more`, {
    errors: unknown
      .slice(0, 20)
      .map((index) => ({ pointer: `/${field}/${index}`, detail: 'Does not exist' })),
  })
}
