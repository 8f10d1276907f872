import { memberCount, memberOrdinals } from '@muster/sync/model/group-members.ts'
import type { Rows, State } from '@muster/sync/model/state.ts'

export interface Table {
  columns: string[]
  /** To be walked once. Shows the state as it was when the table was made, however late it is walked. */
  rows: Iterable<string[]>
}

/** Every group, by name. The first two columns are what the import of groups reads. */
export function groupTable(state: State): Table {
  const rows = byName(state.groups, state.groups.ordinals()).map((group) => [
    group.name,
    group.description,
    group.kind === 'custom' ? 'custom' : 'built-in',
    String(memberCount(state, group)),
    String(state.shares.countOf(group.id)),
    group.createdAt,
  ])
  return { columns: ['name', 'description', 'kind', 'members', 'dashboards', 'created'], rows }
}

/**
 * The members of a group, by name; undefined for an unknown group. The first two columns are what the import of
 * memberships reads.
 */
export function memberTable(state: State, groupId: string): Table | undefined {
  const group = state.groups.get(groupId)
  if (!group) return undefined
  const members = byName(state.users, memberOrdinals(state, group))
  // Rows of the replica are never written, only replaced, so they can be told later.
  const rows = members
    .values()
    .map((user) => [
      user.email,
      group.name,
      user.name,
      user.roles.join(' '),
      user.status,
      user.lastActiveAt ?? '',
    ])
  return { columns: ['email', 'group', 'name', 'roles', 'status', 'last active'], rows }
}

/** The rows with these ordinals, in the order in which the console lists names. */
function byName<T>(rows: Rows<T>, ordinals: Iterable<number>): T[] {
  const { sequence, rank } = rows.ranks()
  const wanted = new Uint8Array(sequence.length)
  for (const ordinal of ordinals) wanted[rank[ordinal] ?? 0] = 1
  const found: T[] = []
  for (const [place, ordinal] of sequence.entries()) {
    const row = wanted[place] === 1 ? rows.at(ordinal) : undefined
    if (row !== undefined) found.push(row)
  }
  return found
}
