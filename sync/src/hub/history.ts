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
  /** The newest version, also when its commit was too long to keep. */
  #version: Version | undefined

  constructor(maxCommits: number, maxRows: number) {
    this.#maxCommits = maxCommits
    this.#maxRows = maxRows
  }

  push(commit: Commit): void {
    this.#commits.push(commit)
    this.#version = commit.version
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
    if (version === this.#version) return []
    const first = this.#commits[0]
    if (this.#version === undefined || version > this.#version) return undefined
    if (first === undefined || version < first.version - 1) return undefined
    return this.#commits.slice(version + 1 - first.version)
  }

  clear(): void {
    this.#commits = []
    this.#rows = 0
    this.#version = undefined
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
