/** Refuses unsafe requests from other sites' pages. */

import { problem } from '@muster/sync/protocol/problem.ts'
import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './app-env.ts'
import { originHeaders } from './caller.ts'
import { isOwnOrigin, type OriginRules } from './origin.ts'
import { refuse } from './problem-response.ts'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

export function ownOrigin(rules: OriginRules): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (safe.has(c.req.method) || isOwnOrigin(originHeaders(c.env.incoming), rules)) return next()
    const detail =
      'The Origin header must name the host that the request goes to, or one of MUSTER_ORIGIN when a proxy is in front.'
    return refuse(c, problem('forbidden', 'This request did not come from a page of this server', { detail }))
  }
}
