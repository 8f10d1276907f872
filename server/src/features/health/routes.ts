import { problem } from '@muster/sync/protocol/problem.ts'
import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { refuse } from '../../http/problem-response.ts'
import type { Services } from '../../services.ts'

/** `/healthz`: the process lives. `/readyz`: it takes work and its database answers. */
export function healthRoutes(services: Services) {
  return new Hono<AppEnv>()
    .get('/healthz', (c) => c.json({ status: 'alive' as const }))
    .get('/readyz', async (c) => {
      if (!services.ready()) return refuse(c, problem('unavailable', 'This node is starting or stopping'))
      const answered = await services.db.execute(sql`select 1`).then(
        () => true,
        () => false,
      )
      if (!answered) return refuse(c, problem('unavailable', 'The database does not answer'))
      return c.json({ status: 'ready' as const })
    })
}
