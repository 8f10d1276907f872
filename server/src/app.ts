/** The HTTP side of a node. Its type is what the console's RPC client is made from. */
import { Hono } from 'hono'
import { exportRoutes } from './features/exports/routes.ts'
import { healthRoutes } from './features/health/routes.ts'
import { importRoutes } from './features/imports/routes.ts'
import { meRoutes } from './features/me/routes.ts'
import { setUpRoutes } from './features/set-up/routes.ts'
import { signInRoutes } from './features/sign-in/routes.ts'
import { signOutRoutes } from './features/sign-out/routes.ts'
import type { AppEnv } from './http/app-env.ts'
import { consoleFiles, inlineScriptHashes } from './http/console-files.ts'
import { ownOrigin } from './http/own-origin.ts'
import { onError, onNotFound } from './http/problem-response.ts'
import { requestLog } from './http/request-log.ts'
import { securityHeaders } from './http/security-headers.ts'
import { metricsRoutes } from './metrics/routes.ts'
import type { Services } from './services.ts'

export function createApp(services: Services) {
  const { log, metrics, rules, webRoot } = services
  const app = new Hono<AppEnv>()
  app.onError(onError)
  app.notFound(onNotFound)
  app.use(requestLog(log, metrics, rules.trustProxy))
  app.use(securityHeaders(inlineScriptHashes(webRoot), rules.trustProxy))
  // Refusals too: what one account may not see is another's business.
  app.use('/api/*', (c, next) => {
    c.header('cache-control', 'no-store')
    return next()
  })
  app.use(ownOrigin(rules))
  return app
    .route('/', healthRoutes(services))
    .route('/', metricsRoutes(services))
    .route('/api', meRoutes(services))
    .route('/api', signInRoutes(services))
    .route('/api', signOutRoutes(services))
    .route('/api', setUpRoutes(services))
    .route('/api', importRoutes(services))
    .route('/api', exportRoutes(services))
    .route('/', consoleFiles(webRoot))
}

export type App = ReturnType<typeof createApp>
