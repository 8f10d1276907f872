/**
 * Who last touched which fact, for recent commits. Bounded: single facts in a map that forgets the oldest,
 * bulk changes of one group as one sorted list each, so a commit of 100,000 memberships neither floods the
 * map nor costs 100,000 keys. Forks share it with their original and see only stamps of their own past.
 */
import type { Change } from './change.ts'
import type { Commit } from './commit.ts'
import { factKey } from './fact-key.ts'
import type { Stamp } from './state.ts'

const FACTS = 20_000
const BULK = 500
const BULKS = 64

interface Bulk {
  prefix: string
  ids: Set<string>
  stamp: Stamp
}

export class Stamps {
  readonly #facts = new Map<string, Stamp>()
  readonly #groups = new Map<string, Stamp>()
  readonly #bulks: Bulk[] = []

  record(commit: Commit): void {
    const stamp: Stamp = {
      version: commit.version,
      actorId: commit.actorId,
      at: commit.at,
      mutation: commit.mutation,
    }
    for (const change of commit.changes) this.#recordChange(change, stamp)
    while (this.#facts.size > FACTS) {
      const oldest = this.#facts.keys().next()
      if (oldest.done) break
      this.#facts.delete(oldest.value)
    }
  }

  /** The stamp of a fact by its key, if a commit up to `version` left one. */
  of(key: string, version: number): Stamp | undefined {
    let stamp = this.#facts.get(key)
    for (const bulk of this.#bulks) {
      if (bulk.stamp.version <= (stamp?.version ?? 0)) continue
      if (key.startsWith(bulk.prefix) && bulk.ids.has(key.slice(bulk.prefix.length))) stamp = bulk.stamp
    }
    return stamp !== undefined && stamp.version <= version ? stamp : undefined
  }

  /** The last commit that touched a group, its members or its shares. */
  ofGroup(groupId: string, version: number): Stamp | undefined {
    const stamp = this.#groups.get(groupId)
    return stamp !== undefined && stamp.version <= version ? stamp : undefined
  }

  #recordChange(change: Change, stamp: Stamp): void {
    switch (change.entity) {
      case 'membership':
        this.#groups.set(change.groupId, stamp)
        this.#recordFacts(factKey.membership(change.groupId, ''), change.userIds, stamp)
        break
      case 'share':
        this.#groups.set(change.groupId, stamp)
        this.#recordFacts(factKey.share(change.groupId, ''), change.dashboardIds, stamp)
        break
      case 'group':
        if (change.op === 'delete') this.#groups.delete(change.id)
        else this.#groups.set(change.id, stamp)
        this.#recordFact(factKey.group(change.id), naming(change, stamp))
        break
      case 'user':
        this.#recordFact(factKey.user(change.id), naming(change, stamp))
        break
      case 'dashboard':
        this.#recordFact(factKey.dashboard(change.id), naming(change, stamp))
        break
      case 'changeSet':
      case 'organization':
        break
      default:
        change satisfies never
    }
  }

  #recordFacts(prefix: string, ids: readonly string[], stamp: Stamp): void {
    if (ids.length <= BULK) {
      for (const id of ids) this.#recordFact(prefix + id, stamp)
      return
    }
    this.#bulks.push({ prefix, ids: new Set(ids), stamp })
    if (this.#bulks.length > BULKS) this.#bulks.shift()
  }

  #recordFact(key: string, stamp: Stamp): void {
    // Deleting first moves the fact to the young end of the map.
    this.#facts.delete(key)
    this.#facts.set(key, stamp)
  }
}

/** Nobody else remembers how a deleted row was named. */
function naming(change: Extract<Change, { entity: 'group' | 'user' | 'dashboard' }>, stamp: Stamp): Stamp {
  return change.op === 'delete' ? { ...stamp, name: change.before.name } : stamp
}
