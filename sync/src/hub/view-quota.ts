/**
 * How many distinct views one person may keep alive in an organization, on all sockets together (SB10): each is
 * computed again whenever a commit touches it. Owns who opened which live view; a view that others look at too
 * counts for whoever opened it.
 */
import type { Id } from '../protocol/scalars.ts'
import type { LiveView } from './live-view.ts'

export class ViewQuota {
  readonly #max: number
  /** By person, the oldest first. */
  readonly #opened = new Map<Id, Set<LiveView>>()
  readonly #openers = new Map<LiveView, Id>()

  constructor(max: number) {
    this.#max = max
  }

  /** True when this person may open one more. Makes room by dropping views of theirs that nobody looks at. */
  hasRoom(userId: Id, drop: (liveView: LiveView) => void): boolean {
    const own = this.#opened.get(userId)
    if (!own || own.size < this.#max) return true
    for (const liveView of own) {
      if (liveView.subscribers.size > 0) continue
      drop(liveView)
      return true
    }
    return false
  }

  opened(userId: Id, liveView: LiveView): void {
    const own = this.#opened.get(userId) ?? new Set()
    this.#opened.set(userId, own.add(liveView))
    this.#openers.set(liveView, userId)
  }

  dropped(liveView: LiveView): void {
    const userId = this.#openers.get(liveView)
    if (userId === undefined) return
    this.#openers.delete(liveView)
    const own = this.#opened.get(userId)
    own?.delete(liveView)
    if (own?.size === 0) this.#opened.delete(userId)
  }
}
