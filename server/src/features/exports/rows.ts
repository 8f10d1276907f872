import { memberCount, memberOrdinals } from '@muster/sync/model/group-members.ts'
import type { State } from '@muster/sync/model/state.ts'

export interface Table {
  columns: string[]
  rows: string[][]
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Every group, by name. The first two columns are what the import of groups reads. */
export function groupTable(state: State): Table {
  const rows = [...state.groups.values()]
    .sort((a, b) => byName.compare(a.name, b.name))
    .map((group) => [
      group.name,
      group.description,
      group.kind === 'custom' ? 'custom' : 'built-in',
      String(memberCount(state, group)),
      String(state.shares.countOf(group.id)),
      group.createdAt,
    ])
  return { columns: ['name', 'description', 'kind', 'members', 'dashboards', 'created'], rows }
}

/** The members of a group, by name; undefined for an unknown group. The first two columns are what the import of memberships reads. */
export function memberTable(state: State, groupId: string): Table | undefined {
  const group = state.groups.get(groupId)
  if (!group) return undefined
  const members = Array.from(memberOrdinals(state, group), (ordinal) => state.users.at(ordinal))
  const rows = members
    .filter((user) => user !== undefined)
    .sort((a, b) => byName.compare(a.name, b.name))
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
