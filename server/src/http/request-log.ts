/** First in every request: gives it an id, finds out who calls, and logs how it ended. */
import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Logger } from '../logger.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { AppEnv } from './app-env.ts'
import { addressOf, isSecure } from './caller.ts'

/** Health probes and files of the console are the steady noise of a server. */
const quiet = /^\/(healthz|readyz|metrics|assets\/)/

export function requestLog(log: Logger, metrics: Metrics, trustProxy: boolean): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const started = performance.now()
    const requestId = randomUUID()
    c.set('requestId', requestId)
    c.set('log', log)
    c.set('address', addressOf(c.env.incoming, trustProxy))
    c.set('secure', isSecure(c.env.incoming, trustProxy))
    await next()
    c.header('x-request-id', requestId)
    const level = quiet.test(c.req.path) ? 'debug' : 'info'
    const ms = Math.round(performance.now() - started)
    // The pattern of the route, not what was asked for: that could be anything.
    metrics.request(c.req.method, routePath(c, -1), c.res.status, ms)
    log[level]({ status: c.res.status, ms, requestId }, `${c.req.method} ${c.req.path}`)
  }
}
