/** What can be imported: the words of each kind and the columns that its file has. */
import type { BatchOf } from '@muster/sync/staging/staged-change.ts'
import UserPlus from 'lucide-solid/icons/user-plus'
import Users from 'lucide-solid/icons/users'
import UsersRound from 'lucide-solid/icons/users-round'
import type { Icon } from '../../ui/icon.ts'

export interface ImportKind {
  of: BatchOf
  name: string
  icon: Icon
  /** What a row does, in one sentence. */
  does: string
  columns: readonly { name: string; optional?: boolean; hint?: string }[]
  /** Header and two rows, as in a file. */
  example: string
  /** Under the count of rows that have nothing to do. */
  nothing: string
  /** What saving does to access when the server has no impact to tell. */
  quiet: string
}

export const importKinds: readonly ImportKind[] = [
  {
    of: 'memberships',
    name: 'Memberships',
    icon: UsersRound,
    does: 'Adds people to groups, or removes them.',
    columns: [
      { name: 'email' },
      { name: 'group' },
      { name: 'action', optional: true, hint: 'add or remove, add when it is missing' },
    ],
    example:
      'email,group,action\nlena.fischer@example.com,Sales EMEA,add\nalina.petrova@example.com,Sales EMEA,remove',
    nothing: 'as the file says already',
    quiet: 'Nobody gains or loses access',
  },
  {
    of: 'users',
    name: 'Users',
    icon: UserPlus,
    does: 'Adds people as invited users. Those who are here stay as they are.',
    columns: [
      { name: 'email' },
      { name: 'name' },
      { name: 'role', hint: 'admin, manager, analyst or viewer' },
    ],
    example:
      'email,name,role\nlena.fischer@example.com,Lena Fischer,analyst\nmateo.rossi@example.com,Mateo Rossi,viewer',
    nothing: 'are users already',
    quiet: 'New users are in no group yet, so they see only what All Users sees',
  },
  {
    of: 'groups',
    name: 'Groups',
    icon: Users,
    does: 'Adds groups, empty at first. Those that exist stay as they are.',
    columns: [{ name: 'name' }, { name: 'description', optional: true }],
    example: 'name,description\nSales EMEA,Everyone who sells in EMEA\nForecast owners,',
    nothing: 'exist already',
    quiet: 'New groups are empty, so nobody gains or loses access',
  },
]

/** The kind of this name. */
export function importKind(of: BatchOf): ImportKind {
  const kind = importKinds.find((one) => one.of === of)
  if (!kind) throw new Error(`There is no import of ${of}`)
  return kind
}
