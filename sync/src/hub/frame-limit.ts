/**
 * What becomes of frames that are more than their sender may send (CN8): the first one is answered in words,
 * further ones are dropped, and a socket that goes on is ended. How much that is, is the person's budget, which
 * all their sockets share.
 */
import { CLOSE } from '../protocol/close-codes.ts'
import { type Problem, problem } from '../protocol/problem.ts'
import type { FrameBudgets } from './frame-budgets.ts'

export interface FrameLimitOptions {
  budgets: FrameBudgets
  person: string
  refuse(reason: Problem): void
  end(code: number, reason: string): void
}

/** Dropped frames before the socket is ended; a large one counts for several. */
const MAX_EXCESS = 100
const MAX_COUNT = 25

export class FrameLimit {
  readonly #options: FrameLimitOptions
  #excess = 0

  constructor(options: FrameLimitOptions) {
    this.#options = options
  }

  /** False when the frame is too much: drop it. The sender is told here. */
  take(bytes: number, now: number): boolean {
    const { budgets, person, refuse, end } = this.#options
    if (budgets.take(person, bytes, now)) return true
    if (this.#excess === 0) refuse(problem('too-many', 'Too many frames: slow down'))
    this.#excess += Math.min(budgets.costOf(bytes), MAX_COUNT)
    // What was dropped may have mattered: coming back makes it good.
    if (this.#excess > MAX_EXCESS) end(CLOSE.policy, 'Too many frames')
    return false
  }
}
