/**
 * Slows the guessing of passwords. Owns the counters of failed sign-ins on this node: per account and
 * address together, per address alone (many accounts tried), per account alone (many addresses used).
 * An attempt is counted before the password is looked at, so parallel guesses do not slip through,
 * and given back when it was right.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

export interface SignInLimits {
  /** Wrong passwords for one account from one address within a quarter of an hour. */
  pair: number
  /** Wrong passwords from one address within a quarter of an hour. */
  address: number
  /** Wrong passwords for one account from anywhere within an hour. */
  account: number
}

const defaults: SignInLimits = { pair: 10, address: 100, account: 50 }

export type Attempt = { allowed: true; succeeded(): Promise<void> } | { allowed: false; retryAfter: number }

export class SignInLimit {
  private readonly addressPoints: number
  private readonly pair
  private readonly address
  private readonly account

  constructor(limits: Partial<SignInLimits> = {}) {
    const points = { ...defaults, ...limits }
    this.addressPoints = points.address
    this.pair = new RateLimiterMemory({ keyPrefix: 'pair', points: points.pair, duration: 900 })
    this.address = new RateLimiterMemory({ keyPrefix: 'address', points: points.address, duration: 900 })
    this.account = new RateLimiterMemory({ keyPrefix: 'account', points: points.account, duration: 3600 })
  }

  /** Counts an attempt. `retryAfter` is in whole seconds. */
  async begin(email: string, address: string): Promise<Attempt> {
    const pairKey = `${email} ${address}`
    // Looked at first: made-up names of an address that is refused anyway must not fill the memory.
    const known = await this.address.get(address)
    if (known && known.consumedPoints >= this.addressPoints) return refusedFor(known)
    try {
      await this.pair.consume(pairKey)
      await this.address.consume(address)
      await this.account.consume(email)
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      return refusedFor(refusal)
    }
    return {
      allowed: true,
      succeeded: async () => {
        await this.pair.delete(pairKey)
        await this.address.reward(address)
        await this.account.reward(email)
      },
    }
  }
}

function refusedFor({ msBeforeNext }: RateLimiterRes): Attempt {
  return { allowed: false, retryAfter: Math.max(1, Math.ceil(msBeforeNext / 1000)) }
}
