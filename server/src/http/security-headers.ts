/** Headers that tell browsers what our pages may do: nothing but what the console needs. */
import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { AppEnv } from './app-env.ts'
import { hostOf } from './caller.ts'

/**
 * `inlineScripts` are the CSP hashes of scripts that stand in index.html itself. Style attributes are
 * allowed because floating parts are placed by them; style elements and foreign sheets are not.
 */
export function securityHeaders(inlineScripts: string[], trustProxy: boolean): MiddlewareHandler<AppEnv> {
  const common = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", ...inlineScripts],
      styleSrc: ["'self'"],
      styleSrcAttr: ["'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      manifestSrc: ["'self'"],
      workerSrc: ["'self'"],
      // Safari before 15.4 does not take 'self' for sockets, so the host is named too.
      connectSrc: ["'self'", (c) => sockets(hostOf(c.env.incoming, trustProxy))],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'same-origin',
    crossOriginOpenerPolicy: 'same-origin',
    strictTransportSecurity: false,
    permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [] },
  })
  return async (c, next) => {
    await common(c, next)
    if (c.var.secure) c.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
  }
}

/** The host is the caller's text: only a plain one gets into a header. */
function sockets(host: string): string {
  return /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i.test(host) ? `ws://${host} wss://${host}` : ''
}
