import { type Problem, problem } from '../protocol/problem.ts'

/** The answer of a view about something that is not there. */
export function notFound(what: 'group' | 'list of staged changes' | 'change'): Problem {
  return problem('not-found', `This ${what} does not exist any more`)
}
