import type { Changed } from './membership-edit.ts'
import type { Mutation } from './mutation.ts'
import { planShareEdit, ShareArgs } from './share-edit.ts'

/** Shares dashboards with a group (C43, C50). */
export const shareAdd: Mutation<ShareArgs, Changed> = {
  name: 'share.add',
  args: ShareArgs,
  requires: 'manageGroups',
  plan: (state, args) => planShareEdit(state, args, 'add'),
}
