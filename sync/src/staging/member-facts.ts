/**
 * The ordinals of a batch's memberships, looked up once: every commit may change what 100,000 rows mean, and
 * three searches by id for each row would take longer than the commit. Ordinals never change their meaning,
 * and a state shares them with its forks; ids that had none yet are searched again.
 */
import type { Interner } from '../model/interner.ts'
import { includes } from '../model/ordinals.ts'
import type { State } from '../model/state.ts'
import type { BatchRow } from './staged-change.ts'

export interface MemberFacts {
  /** True when the row is of a custom group and a user who both exist. */
  isThere(state: State, position: number): boolean
  /** Whether the row's user is in its group; ask only for rows that are there. */
  isMember(state: State, position: number): boolean
}

const kept = new WeakMap<readonly BatchRow[], { users: Interner; groups: Interner; facts: MemberFacts }>()

export function memberFactsOf(state: State, rows: readonly BatchRow[]): MemberFacts {
  const users = state.users.ids
  const groups = state.groups.ids
  const known = kept.get(rows)
  if (known?.users === users && known.groups === groups) return known.facts
  const groupAt = new Int32Array(rows.length).fill(-1)
  const userAt = new Int32Array(rows.length).fill(-1)
  const isFound = (position: number): boolean => {
    if ((userAt[position] ?? -1) >= 0 && (groupAt[position] ?? -1) >= 0) return true
    const row = rows[position]
    if (row?.kind !== 'membership') return false
    groupAt[position] = groups.find(row.groupId)
    userAt[position] = users.find(row.userId)
    return (userAt[position] ?? -1) >= 0 && (groupAt[position] ?? -1) >= 0
  }
  const facts: MemberFacts = {
    isThere: (now, position) =>
      isFound(position) &&
      now.groups.at(groupAt[position] ?? -1)?.kind === 'custom' &&
      now.users.at(userAt[position] ?? -1) !== undefined,
    isMember: (now, position) =>
      includes(now.members.leftsAt(userAt[position] ?? -1), groupAt[position] ?? -1),
  }
  kept.set(rows, { users, groups, facts })
  return facts
}
