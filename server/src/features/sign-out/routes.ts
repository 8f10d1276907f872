import { Hono } from 'hono'
import { signOut } from '../../auth/sign-out.ts'
import type { AppEnv } from '../../http/app-env.ts'
import type { Services } from '../../services.ts'

/** `POST /api/sign-out`: 204, also when nobody was signed in. */
export function signOutRoutes(services: Services) {
  return new Hono<AppEnv>().post('/sign-out', async (c) => {
    await signOut(services, c.req.header('cookie'))
    c.header('set-cookie', services.sessions.blankCookie(c.var.secure), { append: true })
    c.header('clear-site-data', '"cache"')
    return c.body(null, 204)
  })
}
