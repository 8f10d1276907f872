/** The rows of an access diff that are worth showing: the largest effects first, with some names each. */
import type { State } from '../model/state.ts'
import type { Id } from '../protocol/scalars.ts'
import { eachBit } from './bitmap.ts'
import type { AccessDiff, Outcome } from './diff.ts'

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
  const places = namePlaces(base, next)
  let total = 0
  for (const { users } of diff.outcomes) total += users.length
  const rows: Effect[] = []
  for (const equals of inFalling(diff.outcomes, size)) {
    const users = equals.flatMap((outcome) => outcome.users.map((user) => ({ user, outcome })))
    users.sort((a, b) => places(a.user) - places(b.user))
    for (const { user, outcome } of users.slice(0, limit - rows.length)) {
      rows.push(personEffect(base, next, diff, user, outcome))
    }
    if (rows.length === limit) break
  }
  return { total, rows }
}

/** Effects per dashboard, the largest first, then by name. */
export function topDashboards(base: State, next: State, diff: AccessDiff, limit: number): Effects {
  const effects = diff.dashboards.map((id): Effect => {
    const row = next.dashboards.get(id) ?? base.dashboards.get(id)
    const counts = { gainCount: 0, loseCount: 0, keepCount: 0 }
    return {
      id,
      name: row?.name ?? '',
      detail: row?.slug ?? '',
      ...counts,
      gains: [],
      loses: [],
      keepsThrough: [],
    }
  })
  const at = (bit: number) => effects[bit] as Effect
  for (const { users, gains, loses, keeps, keepsThrough } of diff.outcomes) {
    eachBit(gains, (bit) => {
      at(bit).gainCount += users.length
    })
    eachBit(loses, (bit) => {
      at(bit).loseCount += users.length
    })
    eachBit(keeps, (bit) => {
      at(bit).keepCount += users.length
      at(bit).keepsThrough = [...new Set([...at(bit).keepsThrough, ...keepsThrough])].slice(0, REASONS)
    })
  }
  const changed = effects.filter((effect) => size(effect) > 0)
  const rows = changed.toSorted((a, b) => size(b) - size(a)).slice(0, limit)
  namePeople(base, next, diff, effects, new Set(rows))
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

function* inFalling<T>(items: readonly T[], sizeOf: (item: T) => number): IterableIterator<T[]> {
  const bySize = Map.groupBy(items, sizeOf)
  for (const key of [...bySize.keys()].sort((a, b) => b - a)) yield bySize.get(key) ?? []
}

function namePlaces(base: State, next: State): (user: number) => number {
  const after = next.users.ranks().rank
  const before = base.users.ranks().rank
  return (user) => (next.users.at(user) ? (after[user] ?? 0) : next.users.size + (before[user] ?? 0))
}

function personEffect(base: State, next: State, diff: AccessDiff, user: number, outcome: Outcome): Effect {
  const row = next.users.at(user) ?? base.users.at(user)
  const names = (bits: Outcome['gains']) => {
    const named: Named[] = []
    eachBit(bits, (bit) => {
      if (named.length === NAMES) return
      const id = diff.dashboards[bit] ?? ''
      named.push({ id, name: (next.dashboards.get(id) ?? base.dashboards.get(id))?.name ?? '' })
    })
    return named
  }
  const { gainCount, loseCount, keepCount } = outcome
  return {
    id: next.users.ids.id(user),
    name: row?.name ?? '',
    detail: row?.email ?? '',
    gainCount,
    loseCount,
    keepCount,
    gains: names(outcome.gains),
    loses: names(outcome.loses),
    keepsThrough: outcome.keepsThrough.slice(0, REASONS),
  }
}

/** Gives each shown dashboard its first people by name. Of people alike, only the first few can be among them. */
function namePeople(
  base: State,
  next: State,
  diff: AccessDiff,
  effects: Effect[],
  shown: ReadonlySet<Effect>,
): void {
  const places = namePlaces(base, next)
  const queue = diff.outcomes.map((outcome) => ({
    users: outcome.users.toSorted((a, b) => places(a) - places(b)).slice(0, NAMES),
    outcome,
  }))
  const people = queue.flatMap(({ users, outcome }) => users.map((user) => ({ user, outcome })))
  people.sort((a, b) => places(a.user) - places(b.user))
  for (const { user, outcome } of people) {
    const row = next.users.at(user) ?? base.users.at(user)
    const named = { id: next.users.ids.id(user), name: row?.name ?? '' }
    const addTo = (list: 'gains' | 'loses') => (bit: number) => {
      const effect = effects[bit]
      if (effect && shown.has(effect) && effect[list].length < NAMES) effect[list].push(named)
    }
    eachBit(outcome.gains, addTo('gains'))
    eachBit(outcome.loses, addTo('loses'))
  }
}
