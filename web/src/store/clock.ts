/** The console's one ticking clock: every relative time on the page reads it. */
import { createSignal } from 'solid-js'

const TICK_MS = 10_000

const [now, setNow] = createSignal(Date.now())
let skew = 0

/** Milliseconds since 1970 by the server's clock, renewed every 10 s. */
export { now }

/** The server told its time: relative times follow it, not this machine's clock. */
export function setServerTime(iso: string): void {
  skew = Date.parse(iso) - Date.now()
  setNow(Date.now() + skew)
}

/** The server's time now, not ticking. */
export function serverNow(): number {
  return Date.now() + skew
}

if (typeof document !== 'undefined') {
  setInterval(() => document.visibilityState === 'visible' && setNow(serverNow()), TICK_MS)
  document.addEventListener('visibilitychange', () => setNow(serverNow()))
}
