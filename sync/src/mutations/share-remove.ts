import type { Changed } from './membership-edit.ts'
import type { Mutation } from './mutation.ts'
import { planShareEdit, ShareArgs } from './share-edit.ts'

/** Takes shares of dashboards back from a group (C44). */
export const shareRemove: Mutation<ShareArgs, Changed> = {
  name: 'share.remove',
  args: ShareArgs,
  requires: 'manageGroups',
  plan: (state, args) => planShareEdit(state, args, 'remove'),
}
