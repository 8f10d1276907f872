import { changeSetEntries } from './change-set-entries.ts'
import { changeSetImpact } from './change-set-impact.ts'
import { changeSetList } from './change-set-list.ts'
import { dashboardList } from './dashboard-list.ts'
import { groupCandidates } from './group-candidates.ts'
import { groupDashboards } from './group-dashboards.ts'
import { groupDetail } from './group-detail.ts'
import { groupList } from './group-list.ts'
import { groupMembers } from './group-members.ts'
import { mutationPreview } from './mutation-preview.ts'
import { organizationSummary } from './organization-summary.ts'
import { userList } from './user-list.ts'
import type { View } from './view.ts'

/** Every view there is, by name. */
export const views = {
  'organization.summary': organizationSummary,
  'group.list': groupList,
  'group.detail': groupDetail,
  'group.members': groupMembers,
  'group.dashboards': groupDashboards,
  'group.candidates': groupCandidates,
  'user.list': userList,
  'dashboard.list': dashboardList,
  'changeSet.list': changeSetList,
  'changeSet.entries': changeSetEntries,
  'changeSet.impact': changeSetImpact,
  'mutation.preview': mutationPreview,
} as const

export type ViewName = keyof typeof views

/** What each view takes and shows: `ViewRows['group.members']['row']`. */
export type ViewRows = {
  [N in ViewName]: (typeof views)[N] extends View<infer A, infer R, infer M>
    ? { args: A; row: R; meta: M }
    : never
}

const byName: ReadonlyMap<string, View> = new Map(Object.entries<View>(views))

/** Undefined for names that no view has. */
export function viewNamed(name: string): View | undefined {
  return byName.get(name)
}
