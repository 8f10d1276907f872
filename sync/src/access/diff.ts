/**
 * Who gains and who loses which dashboards between two states of one organization: exact counts at
 * once, names for the rows that are shown.
 *
 * The algorithm: (1) gather the dashboards and users that the changes can concern (`affected.ts`);
 * (2) sort these users into classes of equal access, before and after (`access-classes.ts`), which costs
 * one walk over each user's groups; (3) work the answer out once per pair of classes, with bitmaps of
 * the dashboards in question. Adding 100,000 users to a group makes a handful of pairs.
 */
import type { State } from '../model/state.ts'
import type { Touched } from '../model/touched.ts'
import type { Id } from '../protocol/scalars.ts'
import { type AccessClass, AccessClasses } from './access-classes.ts'
import { affectedBy } from './affected.ts'
import { addAll, type Bitmap, bitmap, both, countBits, without } from './bitmap.ts'

/** Users who were alike and still are, and what becomes of their access. */
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
  /** Names of what they keep those through. */
  keepsThrough: string[]
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
  const affected = affectedBy(base, next, touched)
  const before = new AccessClasses(base, affected.dashboards)
  const after = new AccessClasses(next, affected.dashboards)
  const outcomes: Outcome[] = []
  for (const { from, to, users } of pairsOf(affected.users, before, after)) {
    const outcome = outcomeOf(before, after, before.get(from), after.get(to), next)
    if (outcome.gainCount + outcome.loseCount + outcome.keepCount > 0) outcomes.push({ ...outcome, users })
  }
  return { counts: countsOf(outcomes, affected.dashboards.length), dashboards: affected.dashboards, outcomes }
}

interface Pair {
  from: number
  to: number
  users: number[]
}

function pairsOf(users: readonly number[], before: AccessClasses, after: AccessClasses): Iterable<Pair> {
  const pairs = new Map<number, Pair>()
  for (const user of users) {
    const from = before.of(user)
    const to = after.of(user)
    const key = from * 2 ** 26 + to
    const pair = pairs.get(key)
    if (pair === undefined) pairs.set(key, { from, to, users: [user] })
    else pair.users.push(user)
  }
  return pairs.values()
}

function outcomeOf(
  before: AccessClasses,
  after: AccessClasses,
  from: AccessClass,
  to: AccessClass,
  next: State,
): Omit<Outcome, 'users'> {
  const gains = without(to.opens, from.opens)
  const loses = without(from.opens, to.opens)
  const keeps = both(lostReasons(before, after, from, to), to.opens)
  const keepCount = countBits(keeps)
  return {
    gains,
    loses,
    keeps,
    gainCount: countBits(gains),
    loseCount: countBits(loses),
    keepCount,
    keepsThrough: keepCount === 0 ? [] : reasonsFor(keeps, after, to, next),
  }
}

/** Dashboards for which some reason that held before holds no more. */
function lostReasons(
  before: AccessClasses,
  after: AccessClasses,
  from: AccessClass,
  to: AccessClass,
): Bitmap {
  const lost = before.none()
  if (from.isAdmin && !to.isAdmin) addAll(lost, before.all)
  if (from.owns !== undefined) addAll(lost, to.owns === undefined ? from.owns : without(from.owns, to.owns))
  const still = new Set(to.groups)
  for (const group of from.groups) {
    const had = before.sharedBy(group)
    const has = still.has(group) ? after.sharedBy(group) : undefined
    if (had !== undefined) addAll(lost, has === undefined ? had : without(had, has))
  }
  return lost
}

function reasonsFor(dashboards: Bitmap, after: AccessClasses, to: AccessClass, next: State): string[] {
  const concerns = (through: Bitmap | undefined) =>
    through?.some((word, i) => (word & (dashboards[i] ?? 0)) !== 0)
  const names: string[] = []
  if (to.isAdmin) names.push('Admin')
  if (concerns(to.owns)) names.push('Owner')
  for (const group of to.groups) {
    if (concerns(after.sharedBy(group))) names.push(next.groups.at(group)?.name ?? '')
  }
  return names
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
