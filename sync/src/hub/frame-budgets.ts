/**
 * How much one person may send to this node, on all their sockets together (CN8, ST20): `burst` at once,
 * `perSecond` after that. Owns what each person has left. A frame costs one, and one more for every `bytes` of it,
 * so that large frames, which are work to read and room to keep, come less often.
 */
export interface FrameBudget {
  burst: number
  perSecond: number
  /** A frame costs one more for each so many bytes. */
  bytes: number
}

interface Left {
  tokens: number
  /** Milliseconds since 1970. */
  at: number
}

export class FrameBudgets {
  readonly #budget: FrameBudget
  readonly #byPerson = new Map<string, Left>()

  constructor(budget: FrameBudget) {
    this.#budget = budget
  }

  /** How many people are remembered. */
  get size(): number {
    return this.#byPerson.size
  }

  /** Takes a frame of so many bytes; false, and nothing taken, when it is more than the person has left. */
  take(person: string, bytes: number, now: number): boolean {
    const left = this.#leftOf(person, now)
    const cost = this.costOf(bytes)
    // Whoever has half of it left may send a frame of any size, and owes the rest.
    if (left.tokens < Math.min(cost, this.#budget.burst / 2)) return false
    left.tokens -= cost
    return true
  }

  /** Takes more for what a frame cost after all; the person may owe it. */
  charge(person: string, tokens: number, now: number): void {
    this.#leftOf(person, now).tokens -= tokens
  }

  /** Forgets those who may send everything again: whoever is not known may, too. */
  sweep(now: number): void {
    const { burst } = this.#budget
    for (const person of [...this.#byPerson.keys()])
      if (this.#leftOf(person, now).tokens >= burst) this.#byPerson.delete(person)
  }

  /** What a frame of so many bytes costs. */
  costOf(bytes: number): number {
    return 1 + Math.floor(bytes / this.#budget.bytes)
  }

  #leftOf(person: string, now: number): Left {
    const { burst, perSecond } = this.#budget
    const left = this.#byPerson.get(person) ?? { tokens: burst, at: now }
    this.#byPerson.set(person, left)
    // A clock that was set back gives nothing, and takes nothing.
    left.tokens = Math.min(burst, left.tokens + (Math.max(0, now - left.at) / 1000) * perSecond)
    left.at = now
    return left
  }
}
