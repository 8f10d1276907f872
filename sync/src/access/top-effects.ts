/** The rows of an access diff that are worth showing: the largest effects first, with some names each. */
import type { State } from '../model/state.ts'
import type { Id } from '../protocol/scalars.ts'
import { type Bitmap, eachBit, hasBit } from './bitmap.ts'
import type { AccessDiff, Outcome } from './diff.ts'
import { pathLabel, why } from './effective.ts'
import { type NameOrder, nameOrder } from './name-order.ts'

export type Named = { id: Id; name: string }

/** What a change does to one person or one dashboard. Names are cut off; counts are exact. */
export type Effect = {
  id: Id
  name: string
  /** E-mail of a person, slug of a dashboard. */
  detail: string
  gainCount: number
  loseCount: number
  /** Dashboards (or people) that lose one reason and keep another: nothing changes for them. */
  keepCount: number
  gains: Named[]
  loses: Named[]
  keepsThrough: string[]
}

export interface Effects {
  /** How many rows there are in all. */
  total: number
  rows: Effect[]
}

const NAMES = 10
const REASONS = 3

/** Effects per person, the largest first, then by name. */
export function topPeople(base: State, next: State, diff: AccessDiff, limit: number): Effects {
  const order = nameOrder(base.users, next.users)
  const rows: Effect[] = []
  let total = 0
  for (const { users } of diff.outcomes) total += users.length
  const bySize = Map.groupBy(diff.outcomes, size)
  for (const key of [...bySize.keys()].sort((a, b) => b - a)) {
    for (const { user, outcome } of firstByName(bySize.get(key) ?? [], limit - rows.length, order)) {
      rows.push(personEffect(base, next, diff, user, outcome))
    }
    if (rows.length === limit) break
  }
  return { total, rows }
}

/** Effects per dashboard, the largest first, then by name. */
export function topDashboards(base: State, next: State, diff: AccessDiff, limit: number): Effects {
  const bits = diff.dashboards.map((_, bit) => ({ bit, gainCount: 0, loseCount: 0, keepCount: 0 }))
  for (const { users, gains, loses, keeps } of diff.outcomes) {
    for (const [map, count] of [
      [gains, 'gainCount'],
      [loses, 'loseCount'],
      [keeps, 'keepCount'],
    ] as const) {
      eachBit(map, (bit) => {
        const counts = bits[bit]
        if (counts) counts[count] += users.length
      })
    }
  }
  const changed = bits.filter((counts) => size(counts) > 0)
  const order = nameOrder(base.users, next.users)
  // Of people alike, only the first few by name can be among the first few of a dashboard.
  const heads = diff.outcomes.map((outcome) => ({
    ...outcome,
    users: firstByName([outcome], NAMES, order).map(({ user }) => user),
  }))
  const rows = changed
    .toSorted((a, b) => size(b) - size(a))
    .slice(0, limit)
    .map(({ bit, ...counts }): Effect => {
      const id = diff.dashboards[bit] ?? ''
      const row = next.dashboards.get(id) ?? base.dashboards.get(id)
      const people = (which: 'gains' | 'loses' | 'keeps') =>
        firstByName(
          heads.filter((outcome) => hasBit(outcome[which], bit)),
          NAMES,
          order,
        ).map(({ user }) => namedUser(base, next, user))
      return {
        id,
        name: row?.name ?? '',
        detail: row?.slug ?? '',
        ...counts,
        gains: counts.gainCount > 0 ? people('gains') : [],
        loses: counts.loseCount > 0 ? people('loses') : [],
        keepsThrough:
          counts.keepCount > 0
            ? reasons(
                next,
                people('keeps').map((user) => [user.id, id]),
              )
            : [],
      }
    })
  return { total: changed.length, rows }
}

/** Gains and losses weigh more than anything that is kept. */
function size({
  gainCount,
  loseCount,
  keepCount,
}: Pick<Effect, 'gainCount' | 'loseCount' | 'keepCount'>): number {
  return (gainCount + loseCount) * 2 ** 24 + keepCount
}

/** The first users by name of all these outcomes. Keeps the best so far in order, so most users cost one comparison. */
function firstByName(
  outcomes: readonly Outcome[],
  limit: number,
  order: NameOrder,
): { user: number; outcome: Outcome }[] {
  const best: { user: number; outcome: Outcome; place: number }[] = []
  for (const outcome of outcomes) {
    for (const user of outcome.users) {
      const place = order(user)
      if (best.length === limit && place >= (best.at(-1)?.place ?? -1)) continue
      let i = best.length
      while (i > 0 && (best[i - 1]?.place ?? 0) > place) i--
      best.splice(i, 0, { user, outcome, place })
      if (best.length > limit) best.pop()
    }
  }
  return best
}

function personEffect(base: State, next: State, diff: AccessDiff, user: number, outcome: Outcome): Effect {
  const row = next.users.at(user) ?? base.users.at(user)
  const id = next.users.ids.id(user)
  const { gainCount, loseCount, keepCount } = outcome
  const kept = firstBits(outcome.keeps).map((bit) => [id, diff.dashboards[bit] ?? ''] as const)
  const dashboards = (bits: Bitmap) => firstBits(bits).map((bit) => namedDashboard(base, next, diff, bit))
  return {
    id,
    name: row?.name ?? '',
    detail: row?.email ?? '',
    gainCount,
    loseCount,
    keepCount,
    gains: dashboards(outcome.gains),
    loses: dashboards(outcome.loses),
    keepsThrough: reasons(next, kept),
  }
}

/** Through what these people keep these dashboards. */
function reasons(next: State, pairs: readonly (readonly [userId: Id, dashboardId: Id])[]): string[] {
  const labels = new Set<string>()
  for (const [userId, dashboardId] of pairs) {
    for (const path of why(next, userId, dashboardId)) labels.add(pathLabel(next, path))
    if (labels.size >= REASONS) break
  }
  return [...labels].slice(0, REASONS)
}

function firstBits(map: Bitmap): number[] {
  const bits: number[] = []
  eachBit(map, (bit) => {
    if (bits.length < NAMES) bits.push(bit)
  })
  return bits
}

function namedUser(base: State, next: State, user: number): Named {
  const row = next.users.at(user) ?? base.users.at(user)
  return { id: next.users.ids.id(user), name: row?.name ?? '' }
}

function namedDashboard(base: State, next: State, diff: AccessDiff, bit: number): Named {
  const id = diff.dashboards[bit] ?? ''
  return { id, name: (next.dashboards.get(id) ?? base.dashboards.get(id))?.name ?? '' }
}
