import { holds } from '../access/rights.ts'
import type { State } from '../model/state.ts'
import { type Problem, problem, problemOf } from '../protocol/problem.ts'
import type { PlanContext, Planned } from './mutation.ts'
import { mutationNamed } from './registry.ts'

/**
 * Parses, authorizes and plans a mutation against this state. Pure; refusals are problems: `not-found`
 * for an unknown name, `invalid` arguments, `forbidden` without the right. With `actorId: null` the
 * organization acts itself: only then do internal mutations exist, and no right is asked.
 */
export function planMutation(
  state: State,
  name: string,
  input: unknown,
  context: PlanContext,
): Planned | Problem {
  const mutation = mutationNamed(name)
  if (!mutation || (mutation.internal && context.actorId !== null))
    return problem('not-found', 'There is no such mutation')
  if (context.actorId !== null && !holds(state.users.get(context.actorId), mutation.requires))
    return problem('forbidden', 'You are not allowed to do this')
  const args = mutation.args.safeParse(input)
  if (!args.success) return problemOf(args.error)
  return mutation.plan(state, args.data, context)
}
