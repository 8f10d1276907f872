/** What the lists answered, as entries of the palette: pure. */
import type { RowOf } from '../../store/view-rows.ts'
import { countOf } from '../../ui/format-count.ts'
import type { Icon } from '../../ui/icon.ts'
import type { PaletteSection } from './palette-entries.ts'

export interface Found {
  groups: readonly Pick<RowOf<'group.list'>, 'id' | 'name' | 'members'>[]
  users: readonly Pick<RowOf<'user.list'>, 'id' | 'name' | 'email'>[]
  dashboards: readonly Pick<RowOf<'dashboard.list'>, 'id' | 'name' | 'people'>[]
}

/** Groups open; users and dashboards have no page of their own and are found again in their list. */
export function foundSections(
  { groups, users, dashboards }: Found,
  icons: Record<keyof Found, Icon>,
): PaletteSection[] {
  const sections: PaletteSection[] = [
    {
      name: 'User groups',
      entries: groups.map(({ id, name, members }) => ({
        id,
        section: 'User groups',
        label: name,
        detail: countOf(members, 'member'),
        icon: icons.groups,
        href: `/groups/${id}`,
      })),
    },
    {
      name: 'Users',
      entries: users.map(({ id, name, email }) => ({
        id,
        section: 'Users',
        label: name,
        detail: email,
        icon: icons.users,
        // Names may be shared, addresses are not.
        href: `/users?search=${encodeURIComponent(email.slice(0, 100))}`,
      })),
    },
    {
      name: 'Dashboards',
      entries: dashboards.map(({ id, name, people }) => ({
        id,
        section: 'Dashboards',
        label: name,
        detail: countOf(people, 'person', 'people'),
        icon: icons.dashboards,
        href: `/dashboards?search=${encodeURIComponent(name.slice(0, 100))}`,
      })),
    },
  ]
  return sections.filter(({ entries }) => entries.length > 0)
}
