import { Email } from '@muster/sync/model/entities.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { MAX_PASSWORD } from '../../auth/password.ts'
import { signIn } from '../../auth/sign-in.ts'
import type { AppEnv } from '../../http/app-env.ts'
import { jsonBody, maxBody } from '../../http/json-body.ts'
import { refuse } from '../../http/problem-response.ts'
import type { Services } from '../../services.ts'

const Input = z.object({
  email: z.string().trim().pipe(Email),
  password: z.string().min(1).max(MAX_PASSWORD),
})

/** `POST /api/sign-in`. */
export function signInRoutes(services: Services) {
  return new Hono<AppEnv>().post('/sign-in', maxBody(16 * 1024), jsonBody(Input), async (c) => {
    const { address, secure, requestId } = c.var
    const outcome = await signIn(services, { ...c.req.valid('json'), address, secure, requestId })
    if ('refusal' in outcome) {
      const { refusal, retryAfter } = outcome
      return refuse(c, refusal, retryAfter ? { 'retry-after': String(retryAfter) } : {})
    }
    c.header('set-cookie', outcome.cookie, { append: true })
    c.header('cache-control', 'no-store')
    return c.json(outcome.me)
  })
}
