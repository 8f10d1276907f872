/**
 * Who gains and who loses which dashboards between two states of one organization: exact counts at
 * once, names for the rows that are shown.
 *
 * The algorithm: (1) gather the dashboards and users that the changes can concern (`affected.ts`);
 * (2) for each of these users work out, with bitmaps over these dashboards, what they could open before
 * and after (`reach.ts`); (3) users with equal outcome become one entry, so that counting and choosing
 * what to show costs outcomes and not users. Adding 100,000 users to a group makes a handful of outcomes.
 */
import type { State } from '../model/state.ts'
import type { Touched } from '../model/touched.ts'
import type { Id } from '../protocol/scalars.ts'
import { affectedBy } from './affected.ts'
import { addAll, type Bitmap, bitmap, countBits, without } from './bitmap.ts'
import { Reach } from './reach.ts'

/** What becomes of the access of some users, all alike. */
export interface Outcome {
  /** Ordinals. */
  users: number[]
  gains: Bitmap
  loses: Bitmap
  /** Dashboards that lost a reason to open them and kept another. */
  keeps: Bitmap
  gainCount: number
  loseCount: number
  keepCount: number
}

export type AccessCounts = {
  /** Distinct people who gain something, distinct dashboards that somebody gains, and pairs of the two. */
  gainUsers: number
  gainDashboards: number
  gainPairs: number
  loseUsers: number
  loseDashboards: number
  losePairs: number
  /** Distinct people who gain or lose. */
  users: number
}

export interface AccessDiff {
  counts: AccessCounts
  /** Bits of the outcomes' bitmaps are places in this list, which is in the order of names. */
  dashboards: Id[]
  /** Only those with some gain, loss or kept dashboard. */
  outcomes: Outcome[]
}

/**
 * Compares `next`, a fork of `base` (or the other way round) that differs by changes that touched
 * `touched`. Throws `RangeError` for states of different replicas.
 */
export function accessDiff(base: State, next: State, touched: Touched): AccessDiff {
  if (base.users.ids !== next.users.ids) throw new RangeError('The states are not forks of one replica')
  const { dashboards, users } = affectedBy(base, next, touched)
  const outcomes = new Outcomes(dashboards.length)
  const compare = comparison(new Reach(base, dashboards), new Reach(next, dashboards), dashboards.length)
  for (const user of users) {
    const bits = compare(user)
    if (bits !== undefined) outcomes.add(user, bits)
  }
  const list = outcomes.list()
  return { counts: countsOf(list, dashboards.length), dashboards, outcomes: list }
}

/**
 * Answers a function from user to the words of gains, loses and keeps, one after the other; undefined
 * when there are none. The words are overwritten by the next call.
 */
function comparison(before: Reach, after: Reach, size: number): (user: number) => Uint32Array | undefined {
  const opened = bitmap(size)
  const opens = bitmap(size)
  const lost = bitmap(size)
  const words = opened.length
  const result = new Uint32Array(words * 3)
  const oldGroups: number[] = []
  const newGroups: number[] = []
  /** By group: the last call in which the user still is in it. */
  const still: number[] = []
  /** What ceases to be shared with those who stay, by group. */
  const ceased = before.shared.map((had, group) => {
    const has = after.shared[group]
    return had && (has === undefined ? had : without(had, has))
  })
  let call = 0

  return (user) => {
    call++
    opened.fill(0)
    opens.fill(0)
    lost.fill(0)
    const was = before.of(user, opened, oldGroups)
    const is = after.of(user, opens, newGroups)
    for (const group of newGroups) still[group] = call
    for (const group of oldGroups) {
      addAll(lost, (still[group] === call ? ceased[group] : before.shared[group]) as Bitmap)
    }
    if (was.isAdmin && !is.isAdmin) addAll(lost, before.all)
    const owned = was.counts ? before.owned.get(user) : undefined
    if (owned !== undefined) addAll(lost, without(owned, after.owned.get(user) ?? bitmap(size)))
    let any = 0
    for (let i = 0; i < words; i++) {
      const old = opened[i] as number
      const now = opens[i] as number
      const gains = now & ~old
      const loses = old & ~now
      const keeps = (lost[i] as number) & now
      result[i] = gains
      result[words + i] = loses
      result[2 * words + i] = keeps
      any |= gains | loses | keeps
    }
    return any === 0 ? undefined : result
  }
}

/** Gathers users by equal words. */
class Outcomes {
  readonly #words: number
  readonly #byHash = new Map<number, { bits: Uint32Array; users: number[] }[]>()

  constructor(size: number) {
    this.#words = bitmap(size).length
  }

  add(user: number, bits: Uint32Array): void {
    const hash = hashOf(bits)
    const known = this.#byHash.get(hash)
    const same = known?.find((each) => isEqual(each.bits, bits))
    if (same !== undefined) same.users.push(user)
    else if (known !== undefined) known.push({ bits: bits.slice(), users: [user] })
    else this.#byHash.set(hash, [{ bits: bits.slice(), users: [user] }])
  }

  list(): Outcome[] {
    const words = this.#words
    return [...this.#byHash.values()].flat().map(({ bits, users }) => {
      const gains = bits.subarray(0, words)
      const loses = bits.subarray(words, 2 * words)
      const keeps = bits.subarray(2 * words)
      const counts = { gainCount: countBits(gains), loseCount: countBits(loses), keepCount: countBits(keeps) }
      return { users, gains, loses, keeps, ...counts }
    })
  }
}

/** FNV-1a over words. */
function hashOf(words: Uint32Array): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ (words[i] as number), 0x01000193)
  return hash
}

function isEqual(a: Uint32Array, b: Uint32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

function countsOf(outcomes: readonly Outcome[], dashboards: number): AccessCounts {
  const gained = bitmap(dashboards)
  const lost = bitmap(dashboards)
  const counts = { gainUsers: 0, gainPairs: 0, loseUsers: 0, losePairs: 0, users: 0 }
  for (const { users, gains, loses, gainCount, loseCount } of outcomes) {
    if (gainCount > 0) counts.gainUsers += users.length
    if (loseCount > 0) counts.loseUsers += users.length
    if (gainCount + loseCount > 0) counts.users += users.length
    counts.gainPairs += gainCount * users.length
    counts.losePairs += loseCount * users.length
    addAll(gained, gains)
    addAll(lost, loses)
  }
  return { ...counts, gainDashboards: countBits(gained), loseDashboards: countBits(lost) }
}
