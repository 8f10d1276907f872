/** Keeps imports from taking a node's memory and time from everybody else: few at once, the others come later. */
import { problem } from '@muster/sync/protocol/problem.ts'
import { createMiddleware } from 'hono/factory'
import type { SignedInEnv } from '../../auth/authenticate.ts'
import { refuse } from '../../http/problem-response.ts'

export interface ImportLimits {
  /** Imports of one user at once. */
  user: number
  /** Imports of everybody at once. */
  node: number
}

const defaults: ImportLimits = { user: 2, node: 4 }
const RETRY_AFTER_S = 5

export class ImportLimit {
  readonly #limits: ImportLimits
  readonly #byUser = new Map<string, number>()
  #all = 0

  constructor(limits: Partial<ImportLimits> = {}) {
    this.#limits = { ...defaults, ...limits }
  }

  /** Takes a place; answers how to give it back, or whose places are all taken. */
  begin(userId: string): (() => void) | 'user' | 'node' {
    const mine = this.#byUser.get(userId) ?? 0
    if (mine >= this.#limits.user) return 'user'
    if (this.#all >= this.#limits.node) return 'node'
    this.#byUser.set(userId, mine + 1)
    this.#all += 1
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      this.#all -= 1
      const left = (this.#byUser.get(userId) ?? 1) - 1
      if (left > 0) this.#byUser.set(userId, left)
      else this.#byUser.delete(userId)
    }
  }
}

const titles = {
  user: 'Your other imports are still being read',
  node: 'Others are importing right now',
}

/** Lets a request through while there is a place, from before its body is read until it is answered. */
export function limitImports(limit: ImportLimit) {
  return createMiddleware<SignedInEnv>(async (c, next) => {
    const place = limit.begin(c.var.seat.user.id)
    if (typeof place === 'string') {
      const refusal = problem('too-many', titles[place], { detail: `Try again in ${RETRY_AFTER_S} seconds.` })
      return refuse(c, refusal, { 'retry-after': String(RETRY_AFTER_S) })
    }
    try {
      await next()
    } finally {
      place()
    }
  })
}
