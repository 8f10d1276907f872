import { problem } from '@muster/sync/protocol/problem.ts'
import { Hono } from 'hono'
import type { AppEnv } from '../../http/app-env.ts'
import { refuse } from '../../http/problem-response.ts'
import type { Services } from '../../services.ts'

/** `/healthz`: the process lives, also while it starts or stops. `/readyz`: it takes work and can do it. */
export function healthRoutes(services: Pick<Services, 'ready' | 'databaseState'>) {
  return new Hono<AppEnv>()
    .get('/healthz', (c) => c.json({ status: 'alive' as const }))
    .get('/readyz', async (c) => {
      if (!services.ready()) return refuse(c, problem('unavailable', 'This node is starting or stopping'))
      const finding = await services.databaseState.look()
      if (finding === 'away') return refuse(c, problem('unavailable', 'The database does not answer'))
      if (finding === 'not-migrated')
        return refuse(
          c,
          problem('unavailable', 'The database is of an older Muster; restart a node to migrate it'),
        )
      return c.json({ status: 'ready' as const })
    })
}
