/**
 * How a console that comes back catches up (RC1–RC3): what it holds is computed again from this node's own
 * state, rewound through recent commits, so any node can do it. Holds the rewound states of one version
 * only; they cost what the commits changed.
 */
import type { Commit } from '../model/commit.ts'
import type { Replica } from '../model/replica.ts'
import { touchedBy } from '../model/touched.ts'
import type { CommitStamp, ViewDelta } from '../protocol/delta.ts'
import { isProblem } from '../protocol/problem.ts'
import type { Version } from '../protocol/scalars.ts'
import { deltaBetween } from '../views/delta-between.ts'
import { stampsOf } from './commit-stamps.ts'
import type { History } from './history.ts'
import type { LiveView } from './live-view.ts'

/** Rewound states kept at a time: consoles that were cut together come back from few versions. */
const MAX_PASTS = 16
/** Answers kept for a live view at a time; a further one drops the oldest. */
const MAX_ANSWERS = 64

/** What takes a console from what it held to the present, and the commits behind it. */
export interface ResumedBy {
  view: ViewDelta
  commits: CommitStamp[]
}

export class Resume {
  readonly #history: History
  readonly #pasts = new Map<Version, Replica | undefined>()
  #pastsOf = -1

  constructor(history: History) {
    this.#history = history
  }

  /** What takes a console from version `at` of this view to its present result. */
  from(liveView: LiveView, at: Version, state: Replica): ResumedBy | 'current' | 'snapshot' {
    if (liveView.isOfDrafts || at > state.version) return 'snapshot'
    if (at >= liveView.at) return 'current'
    const known = liveView.resumed.get(at)
    if (known) return known
    const answer = this.#answer(liveView, at, state)
    // A snapshot is no work to find out again.
    if (answer === 'snapshot') return answer
    const [oldest] = liveView.resumed.keys()
    if (liveView.resumed.size >= MAX_ANSWERS && oldest !== undefined) liveView.resumed.delete(oldest)
    liveView.resumed.set(at, answer)
    return answer
  }

  #answer(liveView: LiveView, at: Version, state: Replica): ResumedBy | 'current' | 'snapshot' {
    const commits = this.#history.after(at)
    if (!commits) return 'snapshot'
    const { view, args } = liveView
    const touched = touchedBy(commits.flatMap((commit) => commit.changes))
    if (!view.dependsOn(touched, args, state)) return 'current'
    if (view.isOrderedByStamps?.(args)) return 'snapshot'
    const past = this.#past(at, commits, state)
    if (!past) return 'snapshot'
    const former = view.compute({ state: past, contentOf: () => undefined }, args)
    if (isProblem(former)) return 'snapshot'
    const difference = deltaBetween(former, liveView.result)
    if (!difference) return 'current'
    const { channel, at: to } = liveView
    return { view: { channel, from: at, to, ...difference }, commits: stampsOf(commits, state) }
  }

  #past(at: Version, commits: readonly Commit[], state: Replica): Replica | undefined {
    if (this.#pastsOf !== state.version || this.#pasts.size >= MAX_PASTS) this.#pasts.clear()
    this.#pastsOf = state.version
    if (!this.#pasts.has(at)) this.#pasts.set(at, rewind(state, commits))
    return this.#pasts.get(at)
  }
}

function rewind(state: Replica, commits: readonly Commit[]): Replica | undefined {
  try {
    return state.rewind(commits)
  } catch {
    // Not a reason to fail: a snapshot says the same.
    return undefined
  }
}
