/**
 * Owns the recent commits of one organization, gapless up to its version, bounded in number and rows:
 * enough to rewind for a console that comes back. Older ones are answered by snapshots.
 */
import type { Change } from '../model/change.ts'
import type { Commit } from '../model/commit.ts'
import type { Version } from '../protocol/scalars.ts'

export class History {
  readonly #maxCommits: number
  readonly #maxRows: number
  #commits: Commit[] = []
  #rows = 0

  constructor(maxCommits: number, maxRows: number) {
    this.#maxCommits = maxCommits
    this.#maxRows = maxRows
  }

  push(commit: Commit): void {
    this.#commits.push(commit)
    this.#rows += rowsOf(commit.changes)
    let drop = 0
    while (this.#commits.length - drop > this.#maxCommits || this.#rows > this.#maxRows) {
      const oldest = this.#commits[drop]
      if (!oldest) break
      this.#rows -= rowsOf(oldest.changes)
      drop += 1
    }
    if (drop > 0) this.#commits.splice(0, drop)
  }

  /** All commits after `version`, ascending; undefined when they are not kept any more. */
  after(version: Version): readonly Commit[] | undefined {
    const first = this.#commits[0]
    const last = this.#commits.at(-1)
    if (last === undefined || first === undefined) return undefined
    if (version >= last.version) return version === last.version ? [] : undefined
    if (version < first.version - 1) return undefined
    return this.#commits.slice(version + 1 - first.version)
  }

  clear(): void {
    this.#commits = []
    this.#rows = 0
  }
}

/** How many rows the changes write. */
export function rowsOf(changes: readonly Change[]): number {
  let rows = 0
  for (const change of changes) {
    if (change.entity === 'membership') rows += change.userIds.length
    else rows += change.entity === 'share' ? change.dashboardIds.length : 1
  }
  return rows
}
