import { isProblem, problemOf } from '@muster/sync/protocol/problem.ts'
import { Id } from '@muster/sync/protocol/scalars.ts'
import { BatchOf } from '@muster/sync/staging/staged-change.ts'
import { Hono } from 'hono'
import { validator } from 'hono/validator'
import { z } from 'zod'
import { authenticate, type SignedInEnv } from '../../auth/authenticate.ts'
import { maxBody } from '../../http/json-body.ts'
import { Refusal, refuse } from '../../http/problem-response.ts'
import type { Services } from '../../services.ts'
import { impactOfRows } from './impact-of-rows.ts'
import { ImportLimit, limitImports } from './import-limit.ts'
import { readImport } from './read-import.ts'
import { stageImport } from './stage-import.ts'

const MAX_BYTES = 32 * 1024 * 1024

const Query = z.object({
  of: BatchOf,
  changeSetId: Id,
  name: z.string().trim().min(1).max(200).default('Import'),
})

const query = validator('query', (value) => {
  const parsed = Query.safeParse(value)
  if (!parsed.success) throw new Refusal(problemOf(parsed.error))
  return parsed.data
})

/** `POST /api/imports/check`, `POST /api/imports/stage`: the body is the CSV file. */
export function importRoutes(services: Services) {
  const mayImport = authenticate(services)
  const inTurn = limitImports(new ImportLimit())
  return new Hono<SignedInEnv>()
    .post('/imports/check', mayImport, query, inTurn, maxBody(MAX_BYTES), async (c) => {
      const { seat } = c.var
      const checked = await readImport(services, {
        ...c.req.valid('query'),
        organizationId: seat.organization.id,
        userId: seat.user.id,
        bytes: await c.req.arrayBuffer(),
      })
      if (isProblem(checked)) return refuse(c, checked)
      return c.json({ ...checked.report, impact: impactOfRows(checked.state, checked.batchRows) })
    })
    .post('/imports/stage', mayImport, query, inTurn, maxBody(MAX_BYTES), async (c) => {
      const { seat } = c.var
      const staged = await stageImport(services, {
        ...c.req.valid('query'),
        organizationId: seat.organization.id,
        userId: seat.user.id,
        bytes: await c.req.arrayBuffer(),
      })
      return isProblem(staged) ? refuse(c, staged) : c.json(staged)
    })
}
