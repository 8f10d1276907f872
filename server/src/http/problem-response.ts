/** Refusals over HTTP: RFC 9457 `application/problem+json` with the request's id. */

import { type Problem, problem } from '@muster/sync/protocol/problem.ts'
import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppEnv } from './app-env.ts'
import { brokenDatabase } from './broken-database.ts'

/** Answers with a problem. `headers` may add e.g. Retry-After. */
export function refuse<E extends AppEnv>(
  c: Context<E>,
  refusal: Problem,
  headers: Record<string, string> = {},
) {
  return c.json({ ...refusal, requestId: c.var.requestId }, refusal.status as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
    ...headers,
  })
}

/** Thrown where a value cannot be returned, e.g. inside a validator or a middleware far from the route. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly problem: Problem

  constructor(refusal: Problem) {
    super(refusal.title)
    this.problem = refusal
  }
}

/**
 * A database that is away is a 503; unknown errors become a generic 500: their text is for the log, not for
 * the caller.
 */
export const onError: ErrorHandler<AppEnv> = (error, c) => {
  if (error instanceof Refusal) return refuse(c, error.problem)
  if (error instanceof HTTPException && error.status < 500) {
    return refuse(c, problem('malformed', error.message || 'The request could not be read'))
  }
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
  const broken = brokenDatabase(error, reads)
  if (broken) {
    c.var.log.warn(
      { err: error, requestId: c.var.requestId },
      `${c.req.method} ${c.req.path} found no database`,
    )
    return refuse(c, broken)
  }
  c.var.log.error({ err: error, requestId: c.var.requestId }, `${c.req.method} ${c.req.path} failed`)
  return refuse(
    c,
    problem('internal', 'Something failed on the server', {
      detail: reads ? 'Try again in a moment.' : 'Look what was done before you try again.',
    }),
  )
}

export const onNotFound: NotFoundHandler<AppEnv> = (c) =>
  refuse(c, problem('not-found', 'There is nothing here'))
