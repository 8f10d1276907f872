import { type Changed, MembershipArgs, planMembershipEdit } from './membership-edit.ts'
import type { Mutation } from './mutation.ts'

/** Takes people out of a custom group at once (C41). */
export const membershipRemove: Mutation<MembershipArgs, Changed> = {
  name: 'membership.remove',
  args: MembershipArgs,
  requires: 'manageGroups',
  plan: (state, args) => planMembershipEdit(state, args, 'remove'),
}
