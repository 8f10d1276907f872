/** Who may read the metrics: they name nobody, but say how much goes on. */
import { createHash, timingSafeEqual } from 'node:crypto'

export interface MetricsRules {
  /** Bearer token; with one, nothing else counts. */
  token: string | undefined
  /** True when this node only listens to its own machine and no proxy is declared in front of it. */
  isLocalNode: boolean
}

export interface MetricsReader {
  authorization: string | undefined
  /** The address at the other end of the TCP connection, whatever headers say. */
  remoteAddress: string | undefined
  host: string | undefined
}

const loopback = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/
const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

/**
 * With a token: who bears it. Without one: a caller on this machine, on a node that only listens there, who names
 * it by a local name, so that neither a proxy nor a page with a rebound name reads them.
 */
export function mayReadMetrics(reader: MetricsReader, rules: MetricsRules): boolean {
  if (rules.token !== undefined) return isSame(reader.authorization ?? '', `Bearer ${rules.token}`)
  return (
    rules.isLocalNode && loopback.test(reader.remoteAddress ?? '') && loopbackHost.test(reader.host ?? '')
  )
}

/** True for a host that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || loopback.test(host)
}

/** Hashed first: the comparison takes as long whatever the length. */
function isSame(given: string, wanted: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(wanted))
}
