/**
 * How fast one socket's frames may come (CN8): `burst` at once, `perSecond` after that. The first one over
 * it is answered in words, further ones are dropped, and a socket that goes on is ended.
 */
import { CLOSE } from '../protocol/close-codes.ts'
import { type Problem, problem } from '../protocol/problem.ts'

export interface FrameLimitOptions {
  burst: number
  perSecond: number
  /** Milliseconds since 1970. */
  now: number
  refuse(reason: Problem): void
  end(code: number, reason: string): void
}

/** Frames over the rate that are dropped before the socket is ended. */
const MAX_EXCESS = 100

export class FrameLimit {
  readonly #options: FrameLimitOptions
  #tokens: number
  #at: number
  #excess = 0

  constructor(options: FrameLimitOptions) {
    this.#options = options
    this.#tokens = options.burst
    this.#at = options.now
  }

  /** False when the frame is one too many: drop it. The sender is told here. */
  take(now: number): boolean {
    const { burst, perSecond, refuse, end } = this.#options
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#at) / 1000) * perSecond)
    this.#at = now
    if (this.#tokens >= 1) {
      this.#tokens -= 1
      return true
    }
    this.#excess += 1
    if (this.#excess === 1) refuse(problem('too-many', 'Too many frames: slow down'))
    // What was dropped may have mattered: coming back makes it good.
    if (this.#excess > MAX_EXCESS) end(CLOSE.policy, 'Too many frames')
    return false
  }
}
