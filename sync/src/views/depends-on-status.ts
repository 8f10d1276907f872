import type { Touched } from '../model/touched.ts'

/** True when the commits may change the status of a staged change, its impact, or a name in it. */
export function mayChangeStatus(touched: Touched): boolean {
  return (
    touched.members.size > 0 ||
    touched.shares.size > 0 ||
    touched.groups.size > 0 ||
    touched.dashboards.size > 0 ||
    touched.usersRegraded.size > 0 ||
    touched.usersRenamed.size > 0
  )
}
