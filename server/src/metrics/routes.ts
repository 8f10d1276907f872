import { problem } from '@muster/sync/protocol/problem.ts'
import { Hono } from 'hono'
import type { AppEnv } from '../http/app-env.ts'
import { refuse } from '../http/problem-response.ts'
import type { Services } from '../services.ts'
import { mayReadMetrics } from './may-read-metrics.ts'

/** `GET /metrics`, in Prometheus' text format, for those of `mayReadMetrics`. */
export function metricsRoutes({ metrics, metricsRules }: Services) {
  return new Hono<AppEnv>().get('/metrics', async (c) => {
    const { headers, socket } = c.env.incoming
    const { authorization, host } = headers
    const reader = { authorization, host, remoteAddress: socket.remoteAddress }
    if (!mayReadMetrics(reader, metricsRules)) {
      return refuse(c, problem('unauthenticated', 'The metrics are read with the token of METRICS_TOKEN'), {
        'www-authenticate': 'Bearer realm="metrics"',
      })
    }
    const { text, contentType } = await metrics.read()
    return c.body(text, 200, { 'content-type': contentType, 'cache-control': 'no-store' })
  })
}
