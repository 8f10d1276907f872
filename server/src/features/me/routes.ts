import { Hono } from 'hono'
import { authenticate, type SignedInEnv } from '../../auth/authenticate.ts'
import { me } from '../../auth/me.ts'
import type { Services } from '../../services.ts'

/** `GET /api/me`: who the cookie belongs to. */
export function meRoutes(services: Services) {
  return new Hono<SignedInEnv>().get('/me', authenticate(services), (c) => {
    const { signedIn, seat, seats } = c.var
    return c.json(me({ id: signedIn.accountId, email: signedIn.email }, seat, seats))
  })
}
