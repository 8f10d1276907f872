import { type Problem, problem } from '../protocol/problem.ts'
import type { World } from '../world.ts'
import type { Logger } from './logger.ts'

/** Turns an unexpected error into a problem without its text, and logs both under one id (PR6). */
export function internalProblem(
  error: unknown,
  where: string,
  ports: { world: World; logger: Logger },
): Problem {
  const requestId = ports.world.id()
  ports.logger.error({ err: error, requestId, where }, 'unexpected error')
  return { ...problem('internal', 'Something went wrong on our side'), requestId }
}
