import { holds } from '../access/rights.ts'
import type { State } from '../model/state.ts'
import { isProblem, type Problem, problem, problemOf } from '../protocol/problem.ts'
import type { Mutation, PlanContext, Planned } from './mutation.ts'
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
  const asked = admit(state, name, input, context)
  return isProblem(asked) ? asked : asked.mutation.plan(state, asked.args, context)
}

/** Like `planMutation`, in slices for long work: see `Mutation.planInSlices`. */
export function* planMutationInSlices(
  state: State,
  name: string,
  input: unknown,
  context: PlanContext,
): Generator<{ done: number; total: number }, Planned | Problem> {
  const asked = admit(state, name, input, context)
  if (isProblem(asked)) return asked
  const { mutation, args } = asked
  if (!mutation.planInSlices) return mutation.plan(state, args, context)
  return yield* mutation.planInSlices(state, args, context)
}

/** The mutation and its parsed arguments, if the actor may ask for it. */
export function admit(
  state: State,
  name: string,
  input: unknown,
  { actorId }: Pick<PlanContext, 'actorId'>,
): { mutation: Mutation; args: unknown } | Problem {
  const mutation = mutationNamed(name)
  if (!mutation || (mutation.internal && actorId !== null))
    return problem('not-found', 'There is no such mutation')
  if (actorId !== null && !holds(state.users.get(actorId), mutation.requires))
    return problem('forbidden', 'You are not allowed to do this')
  const args = mutation.args.safeParse(input)
  return args.success ? { mutation, args: args.data } : problemOf(args.error)
}
