import { z } from 'zod'
import type { GroupKind } from '../model/entities.ts'
import { memberCount } from '../model/group-members.ts'
import { Id } from '../protocol/scalars.ts'
import { nameOf } from './attribution.ts'
import { notFound } from './not-found.ts'
import type { View } from './view.ts'

export type GroupDetailRow = {
  id: string
  name: string
  description: string
  kind: GroupKind
  members: number
  dashboards: number
  createdAt: string
  createdByName: string
}

const Args = z.strictObject({ groupId: Id })

/** One group: its name, description and sizes. */
export const groupDetail: View<z.infer<typeof Args>, GroupDetailRow> = {
  name: 'group.detail',
  args: Args,
  requires: 'console',
  entity: 'group',
  compute({ state }, { groupId }) {
    const group = state.groups.get(groupId)
    if (group === undefined) return notFound('group')
    const { id, name, description, kind, createdAt, createdBy } = group
    const sizes = { members: memberCount(state, group), dashboards: state.shares.countOf(id) }
    const createdByName = nameOf(state, createdBy)
    return { meta: {}, rows: [{ id, name, description, kind, ...sizes, createdAt, createdByName }] }
  },
  dependsOn(touched, { groupId }, state) {
    if (touched.groups.has(groupId) || touched.members.has(groupId) || touched.shares.has(groupId))
      return true
    const group = state.groups.get(groupId)
    if (group === undefined) return false
    if (group.kind !== 'custom' && touched.usersRegraded.size > 0) return true
    return group.createdBy !== null && touched.usersRenamed.has(group.createdBy)
  },
}
