/**
 * Requests that change something, and socket upgrades, must come from our own pages. Browsers always
 * name the page's origin there and scripts cannot forge it (OWASP, Cross-Site Request Forgery
 * Prevention: verifying origin with standard headers).
 */

export interface OriginRules {
  /** Public origins beside the host that the request names. */
  origins: readonly string[]
  trustProxy: boolean
}

/** The headers this rule reads, however the request came. */
export interface OriginHeaders {
  origin: string | undefined
  host: string | undefined
  forwardedHost: string | undefined
}

/** True when the page is served from the host it calls, or from a configured public origin. No origin: false. */
export function isOwnOrigin(headers: OriginHeaders, rules: OriginRules): boolean {
  const origin = headers.origin && URL.parse(headers.origin)
  if (!origin || !/^https?:$/.test(origin.protocol)) return false
  if (rules.origins.includes(origin.origin)) return true
  const host = (rules.trustProxy && headers.forwardedHost) || headers.host
  return host !== undefined && origin.host === host.toLowerCase()
}
