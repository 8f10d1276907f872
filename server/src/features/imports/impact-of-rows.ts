import type { MembershipChange } from '@muster/sync/model/change.ts'
import type { State } from '@muster/sync/model/state.ts'
import type { BatchRow } from '@muster/sync/staging/staged-change.ts'
import { type ImpactMeta, impactOf } from '@muster/sync/views/impact.ts'

/** What the rows would do to people's access, or null when they touch nobody's: new groups are empty. */
export function impactOfRows(state: State, rows: readonly BatchRow[]): ImpactMeta | null {
  const changes = membershipChanges(rows)
  return changes.length === 0 ? null : impactOf(state, changes, 'people').meta
}

/** One change per group and direction. */
function membershipChanges(rows: readonly BatchRow[]): MembershipChange[] {
  const changes = new Map<string, MembershipChange>()
  for (const row of rows) {
    if (row.kind !== 'membership') continue
    const op = row.to === 'in' ? 'add' : 'remove'
    const key = `${op} ${row.groupId}`
    const change = changes.get(key)
    if (change) change.userIds.push(row.userId)
    else changes.set(key, { entity: 'membership', op, groupId: row.groupId, userIds: [row.userId] })
  }
  return [...changes.values()]
}
