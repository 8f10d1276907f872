/** Why a socket was closed. Consoles decide by the code whether to come back (see SPEC.md, CN). */
export const CLOSE = {
  /** Sign in again: the session ended. */
  unauthenticated: 4401,
  /** No longer allowed here. */
  forbidden: 4403,
  /** The change set was saved or discarded: there is nothing left to stage into. */
  closed: 4410,
  /** This console is older than the server: reload the page. */
  outdated: 4426,
  /** Overloaded or draining: come back later (RFC 6455 registry 1013). */
  tryLater: 1013,
  /** The peer broke the protocol (RFC 6455 §7.4.1). */
  policy: 1008,
} as const

const final: ReadonlySet<number> = new Set([
  CLOSE.unauthenticated,
  CLOSE.forbidden,
  CLOSE.closed,
  CLOSE.outdated,
])

/** True when coming back with the same session can succeed. */
export function mayReconnect(code: number): boolean {
  return !final.has(code)
}
