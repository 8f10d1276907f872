import CircleDashed from 'lucide-solid/icons/circle-dashed'
import LayoutDashboard from 'lucide-solid/icons/layout-dashboard'
import User from 'lucide-solid/icons/user-round'
import UsersRound from 'lucide-solid/icons/users-round'
import type { Icon } from '../ui/icon.ts'

export interface NavItem {
  label: string
  href: string
  icon: Icon
  /** The sequence that goes there. */
  keys: string
  counts?: 'users' | 'groups' | 'dashboards' | 'staged'
}

/** The console's pages, in the order of the sidebar. */
export const navItems: readonly NavItem[] = [
  { label: 'Users', href: '/users', icon: User, keys: 'g u', counts: 'users' },
  { label: 'User groups', href: '/groups', icon: UsersRound, keys: 'g g', counts: 'groups' },
  { label: 'Dashboards', href: '/dashboards', icon: LayoutDashboard, keys: 'g d', counts: 'dashboards' },
  { label: 'Staged changes', href: '/staged', icon: CircleDashed, keys: 'g s', counts: 'staged' },
]
