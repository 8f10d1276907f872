/**
 * Ends sockets whose session is over although nobody told this node: it expired, its row was deleted, or
 * the hint of a sign-out got lost. Owns which session each open socket belongs to.
 */
import type { Hub } from '@muster/sync/hub/hub.ts'
import type { Sessions } from '../auth/lucia.ts'
import type { Logger } from '../logger.ts'

export class SessionSweep {
  private readonly counts = new Map<string, number>()
  private timer: NodeJS.Timeout | undefined

  /** Looks every `ms` until `stop`. */
  start(sessions: Sessions, hub: Pick<Hub, 'endSession'>, log: Logger, ms = 20_000): void {
    const look = async () => {
      const open = [...this.counts.keys()]
      const valid = await sessions.stillValid(open)
      const over = open.filter((id) => !valid.has(id))
      if (over.length > 0) hub.endSession(over)
    }
    this.timer = setInterval(() => {
      look().catch((error) => log.warn({ err: error }, 'sessions of open sockets could not be checked'))
    }, ms)
    this.timer.unref()
  }

  stop(): void {
    clearInterval(this.timer)
  }

  opened(sessionId: string): void {
    this.counts.set(sessionId, (this.counts.get(sessionId) ?? 0) + 1)
  }

  closed(sessionId: string): void {
    const left = (this.counts.get(sessionId) ?? 0) - 1
    if (left > 0) this.counts.set(sessionId, left)
    else this.counts.delete(sessionId)
  }
}
