import { type Changed, MembershipArgs, planMembershipEdit } from './membership-edit.ts'
import type { Mutation } from './mutation.ts'

/** Adds people to a custom group (C40, C65). */
export const membershipAdd: Mutation<MembershipArgs, Changed> = {
  name: 'membership.add',
  args: MembershipArgs,
  requires: 'manageGroups',
  plan: (state, args) => planMembershipEdit(state, args, 'add'),
}
