/**
 * How many sockets may be open at once: of one session, of one account, from one address; and how fast an account
 * may open them (CN12, CN13). Owns the counts. A place is given back when its socket has closed.
 */
import { FrameBudgets } from '@muster/sync/hub/frame-budgets.ts'

export interface SocketBounds {
  /** One browser's tabs; each holds a socket for the views and one or two for staging. */
  session: number
  /** One person's browsers. */
  account: number
  /** TCP connections, of HTTP too, from one address: a whole office may come from one. */
  address: number
  /** Sockets that an account may open at once, and per second after that. */
  openBurst: number
  openPerSecond: number
}

const defaults: SocketBounds = {
  session: 60,
  account: 240,
  address: 4_000,
  openBurst: 240,
  openPerSecond: 20,
}

/** Accounts whose pace is remembered before those who may open everything again are forgotten. */
const MAX_REMEMBERED = 1_000

export class Places {
  private readonly bounds: SocketBounds
  private readonly taken = new Map<string, number>()
  private readonly pace: FrameBudgets

  constructor(bounds: Partial<SocketBounds> = {}) {
    this.bounds = { ...defaults, ...bounds }
    const { openBurst: burst, openPerSecond: perSecond } = this.bounds
    this.pace = new FrameBudgets({ burst, perSecond, bytes: 1 })
  }

  /** A place for a TCP connection; answers how to give it back, or undefined when there is none. */
  ofAddress(address: string): (() => void) | undefined {
    return this.take([[`address ${address}`, this.bounds.address]])
  }

  /** A place for a socket of a signed-in person; answers how to give it back, or undefined when there is none. */
  ofPerson(
    { sessionId, accountId }: { sessionId: string; accountId: string },
    now: number,
  ): (() => void) | undefined {
    if (this.pace.size > MAX_REMEMBERED) this.pace.sweep(now)
    if (!this.pace.take(accountId, 0, now)) return undefined
    const { session, account } = this.bounds
    return this.take([
      [`session ${sessionId}`, session],
      [`account ${accountId}`, account],
    ])
  }

  private take(wanted: readonly (readonly [key: string, max: number])[]): (() => void) | undefined {
    if (wanted.some(([key, max]) => this.countOf(key) >= max)) return undefined
    for (const [key] of wanted) this.taken.set(key, this.countOf(key) + 1)
    let isBack = false
    return () => {
      if (isBack) return
      isBack = true
      for (const [key] of wanted) {
        const left = this.countOf(key) - 1
        if (left > 0) this.taken.set(key, left)
        else this.taken.delete(key)
      }
    }
  }

  private countOf(key: string): number {
    return this.taken.get(key) ?? 0
  }
}
