import { problem } from '@muster/sync/protocol/problem.ts'
import { type Context, Hono } from 'hono'
import { authenticate, type SignedInEnv } from '../../auth/authenticate.ts'
import { refuse } from '../../http/problem-response.ts'
import type { Services } from '../../services.ts'
import { csvSlices } from './csv.ts'
import { groupTable, memberTable, type Table } from './tables.ts'

/** `GET /api/groups.csv`, `GET /api/groups/:groupId/members.csv` (N12). */
export function exportRoutes(services: Services) {
  const stateOf = (c: Context<SignedInEnv>) => services.hub.state(c.var.seat.organization.id)
  return new Hono<SignedInEnv>()
    .get('/groups.csv', authenticate(services), async (c) => {
      const state = await stateOf(c)
      return state ? download(c, 'groups.csv', groupTable(state)) : refuse(c, gone)
    })
    .get('/groups/:groupId/members.csv', authenticate(services), async (c) => {
      const state = await stateOf(c)
      const table = state && memberTable(state, c.req.param('groupId'))
      return table ? download(c, 'members.csv', table) : refuse(c, gone)
    })
}

const gone = problem('not-found', 'There is no such group')

function download(c: Context<SignedInEnv>, name: string, { columns, rows }: Table) {
  return c.body(ReadableStream.from(csvSlices(columns, rows)), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  })
}
