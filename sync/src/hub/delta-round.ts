/**
 * What one turn changed in the live views: by commits that became durable together, or an edit of drafts. Each
 * console gets all of it in one frame (FN9), and consoles that watch the same views get the very same one: a
 * view's delta is serialised once, and so is every set of views that somebody watches (FN1).
 */
import type { CommitStamp, ViewDelta } from '../protocol/delta.ts'
import type { Connection } from './connection.ts'
import { Frame } from './frame.ts'
import type { LiveView } from './live-view.ts'

interface Changed {
  liveView: LiveView
  text: string
}

/** The views of one console among those that changed. One object for all consoles that have the same. */
class Share {
  readonly views: readonly Changed[]
  readonly #next = new Map<Changed, Share>()
  #frame: Frame | undefined

  constructor(views: readonly Changed[] = []) {
    this.views = views
  }

  and(changed: Changed): Share {
    let next = this.#next.get(changed)
    if (!next) {
      next = new Share([...this.views, changed])
      this.#next.set(changed, next)
    }
    return next
  }

  frame(commits: string): Frame {
    const views = () => this.views.map(({ text }) => text).join()
    this.#frame ??= new Frame(`{"type":"delta","commits":${commits},"views":[${views()}]}`)
    return this.#frame
  }
}

export class DeltaRound {
  readonly #commits: readonly CommitStamp[]
  readonly #changed: Changed[] = []

  constructor(commits: readonly CommitStamp[]) {
    this.#commits = commits
  }

  add(liveView: LiveView, delta: ViewDelta): void {
    this.#changed.push({ liveView, text: JSON.stringify(delta) })
  }

  /** Sends to every console that can take it; what the others miss becomes stale (FN2). */
  send(): void {
    if (this.#changed.length === 0) return
    const commits = JSON.stringify(this.#commits)
    const none = new Share()
    const shares = new Map<Connection, Share>()
    for (const changed of this.#changed)
      for (const connection of changed.liveView.subscribers.keys())
        shares.set(connection, (shares.get(connection) ?? none).and(changed))
    for (const [connection, share] of shares) {
      if (connection.offer(share.frame(commits))) continue
      for (const { liveView } of share.views) liveView.missed(connection)
    }
  }
}
