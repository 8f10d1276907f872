/** What a node answers before it can serve: it lives, so that nobody kills it while it migrates, and is not ready. */
import { problem } from '@muster/sync/protocol/problem.ts'
import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'

export function whileStarting() {
  return new Hono<AppEnv>()
    .get('/healthz', (c) => c.json({ status: 'alive' as const }))
    .all('*', (c) =>
      c.json(problem('unavailable', 'This node is starting or stopping'), 503, {
        'content-type': 'application/problem+json',
        'retry-after': '1',
      }),
    )
}
