import { z } from 'zod'
import type { Plan } from '../model/entities.ts'
import type { View } from './view.ts'

export type OrganizationRow = {
  id: string
  name: string
  plan: Plan
  users: number
  groups: number
  dashboards: number
  version: number
}

const Args = z.strictObject({})

/** The organization and its sizes. Its row carries the version, so every commit changes it. */
export const organizationSummary: View<z.infer<typeof Args>, OrganizationRow> = {
  name: 'organization.summary',
  args: Args,
  requires: 'console',
  compute({ state }) {
    const { id, name, plan } = state.organization
    const counts = { users: state.users.size, groups: state.groups.size, dashboards: state.dashboards.size }
    return { meta: {}, rows: [{ id, name, plan, ...counts, version: state.version }] }
  },
  dependsOn: () => true,
}
