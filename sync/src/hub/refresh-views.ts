/**
 * Brings live views up to date with commits and drafts: computes those that were touched, once, and tells their
 * subscribers what changed. Owns when; what the rows are is the views' business.
 */
import type { Commit } from '../model/commit.ts'
import type { Touched } from '../model/touched.ts'
import { isProblem, type Problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'
import type { Result } from '../views/view.ts'
import { stampsOf } from './commit-stamps.ts'
import { DeltaRound } from './delta-round.ts'
import { internalProblem } from './internal-problem.ts'
import type { LiveView } from './live-view.ts'
import type { OpenViews } from './open-views.ts'
import type { OrganizationRoom } from './organization-room.ts'

export class RefreshViews {
  readonly #room: OrganizationRoom
  readonly #open: OpenViews

  constructor(room: OrganizationRoom, open: OpenViews) {
    this.#room = room
    this.#open = open
  }

  /** Commits were applied: refreshes every view that they touch (VW5). */
  committed(touched: Touched, commits: readonly Commit[]): void {
    this.#refreshThose((liveView) => this.#dependsOn(liveView, touched), commits)
  }

  /** The content of these change sets changed (VW9). */
  draftsChanged(changeSetIds: readonly Id[]): void {
    this.#refreshThose(({ view, args }) => {
      const ids = view.drafts?.(args)
      return ids === 'all' || changeSetIds.some((id) => ids?.includes(id))
    })
  }

  #dependsOn({ view, args }: LiveView, touched: Touched): boolean {
    try {
      return view.dependsOn(touched, args, this.#room.state)
    } catch {
      return true
    }
  }

  #refreshThose(isTouched: (liveView: LiveView) => boolean, commits: readonly Commit[] = []): void {
    const round = new DeltaRound(stampsOf(commits, this.#room.state))
    for (const liveView of this.#open.all) {
      if (liveView.subscribers.size === 0) this.#open.drop(liveView)
      else if (isTouched(liveView)) {
        if (liveView.view.debounceMs) this.#refreshLater(liveView, liveView.view.debounceMs)
        else this.#refresh(liveView, round)
      }
    }
    round.send()
  }

  #refreshLater(liveView: LiveView, ms: number): void {
    liveView.cancelRefresh ??= this.#room.ports.world.setTimeout(() => {
      liveView.cancelRefresh = undefined
      if (!this.#open.has(liveView)) return
      const round = new DeltaRound([])
      this.#refresh(liveView, round)
      round.send()
    }, ms)
  }

  #refresh(liveView: LiveView, round: DeltaRound): void {
    const { state, viewContext, ports } = this.#room
    let next: Result | Problem
    try {
      next = liveView.view.compute(viewContext, liveView.args)
    } catch (error) {
      next = internalProblem(error, `view ${liveView.view.name}`, ports)
    }
    if (isProblem(next)) {
      this.#open.refuse(liveView, next)
      return
    }
    const delta = liveView.advance(next, state.version)
    if (delta) round.add(liveView, delta)
  }
}
