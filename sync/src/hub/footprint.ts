/**
 * All facts that the plan of a save looked at. A commit that touches none of them leaves the plan right, so
 * small edits may overtake a big save while it is planned, and it need not be planned again.
 */
import type { Touched } from '../model/touched.ts'
import type { Id } from '../protocol/scalars.ts'
import type { ChangeSetContent } from '../staging/change-set-content.ts'
import type { BatchRow, StagedChange } from '../staging/staged-change.ts'

type Wish = Exclude<StagedChange, { kind: 'batch' }> | BatchRow

/** Rows gathered between two chances for others to run. */
const SLICE = 10_000

export class Footprint {
  readonly #changeSetId: Id
  readonly #actorId: Id | null
  readonly #members = new Map<Id, Set<Id>>()
  readonly #users = new Set<Id>()
  readonly #shares = new Map<Id, Set<Id>>()
  #bringsUsers = false
  #bringsGroups = false

  private constructor(changeSetId: Id, actorId: Id | null) {
    this.#changeSetId = changeSetId
    this.#actorId = actorId
  }

  /** Gathers in slices: the content is plain data that never changes. */
  static *gather(content: ChangeSetContent, actorId: Id | null): Generator<void, Footprint> {
    const footprint = new Footprint(content.changeSetId, actorId)
    let done = 0
    for (const entry of content.entries.values()) {
      const wishes = entry.kind === 'batch' ? (content.batches.get(entry.batchId) ?? []) : [entry]
      for (const wish of wishes) {
        footprint.#add(wish)
        if (++done % SLICE === 0) yield
      }
    }
    return footprint
  }

  /** True when these commits may have changed what the plan saw; false only when they surely did not. */
  isTouchedBy(touched: Touched): boolean {
    if (touched.organization || touched.changeSets.has(this.#changeSetId)) return true
    if (this.#actorId !== null && touched.users.has(this.#actorId)) return true
    if (this.#bringsUsers && touched.usersRenamed.size > 0) return true
    if (this.#bringsGroups && touched.groups.size > 0) return true
    for (const id of touched.groups) if (this.#members.has(id) || this.#shares.has(id)) return true
    // Whether users exist is all that rows ask of them; who came or went is among the renamed.
    for (const id of touched.usersRenamed) if (this.#users.has(id)) return true
    for (const id of touched.shares) if (this.#shares.has(id)) return true
    for (const id of touched.dashboards) for (const ids of this.#shares.values()) if (ids.has(id)) return true
    for (const [groupId, userIds] of touched.members) {
      const own = this.#members.get(groupId)
      if (own && !own.isDisjointFrom(userIds)) return true
    }
    return false
  }

  #add(wish: Wish): void {
    switch (wish.kind) {
      case 'membership':
        this.#users.add(wish.userId)
        put(this.#members, wish.groupId, wish.userId)
        return
      case 'share':
        put(this.#shares, wish.groupId, wish.dashboardId)
        return
      case 'user':
        this.#bringsUsers = true
        return
      case 'group':
        this.#bringsGroups = true
        return
      default:
        wish satisfies never
    }
  }
}

function put(sets: Map<Id, Set<Id>>, key: Id, id: Id): void {
  const ids = sets.get(key)
  if (ids) ids.add(id)
  else sets.set(key, new Set([id]))
}
