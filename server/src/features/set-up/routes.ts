import { Email, Organization, User } from '@muster/sync/model/entities.ts'
import { isProblem } from '@muster/sync/protocol/problem.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { MAX_PASSWORD, MIN_PASSWORD } from '../../auth/password.ts'
import { signIn } from '../../auth/sign-in.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { jsonBody, maxBody } from '../../http/json-body.ts'
import { refuse } from '../../http/problem-response.ts'
import type { Services } from '../../services.ts'
import { isSetUpNeeded, setUp } from './set-up.ts'

const Input = z.object({
  organizationName: z.string().trim().pipe(Organization.shape.name),
  name: User.shape.name,
  email: z.string().trim().pipe(Email),
  password: z
    .string()
    .min(MIN_PASSWORD, `Use at least ${MIN_PASSWORD} characters`)
    .max(MAX_PASSWORD, `Use at most ${MAX_PASSWORD} characters`),
})

/** `GET /api/set-up`, `POST /api/set-up`: the first organization and its first admin, once. */
export function setUpRoutes(services: Services) {
  return new Hono<AppEnv>()
    .get('/set-up', async (c) => c.json({ needed: await isSetUpNeeded(services.db) }))
    .post('/set-up', maxBody(16 * 1024), jsonBody(Input), async (c) => {
      const input = c.req.valid('json')
      const outcome = await setUp(services.db, input)
      if (isProblem(outcome)) return refuse(c, outcome)
      const { address, secure, requestId } = c.var
      const entered = await signIn(services, {
        email: input.email,
        password: input.password,
        address,
        secure,
        requestId,
      })
      if ('refusal' in entered) return refuse(c, entered.refusal)
      c.header('set-cookie', entered.cookie, { append: true })
      c.header('cache-control', 'no-store')
      return c.json(entered.me)
    })
}
