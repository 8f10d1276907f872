import { changeSetCommit } from './change-set-commit.ts'
import { changeSetCreate } from './change-set-create.ts'
import { changeSetDiscard } from './change-set-discard.ts'
import { changeSetRename } from './change-set-rename.ts'
import { groupCreate } from './group-create.ts'
import { groupDelete } from './group-delete.ts'
import { groupDescribe } from './group-describe.ts'
import { groupRename } from './group-rename.ts'
import { membershipAdd } from './membership-add.ts'
import { membershipRemove } from './membership-remove.ts'
import type { Mutation } from './mutation.ts'
import { organizationSetUp } from './organization-set-up.ts'
import { shareAdd } from './share-add.ts'
import { shareRemove } from './share-remove.ts'
import { userSetPermissions } from './user-set-permissions.ts'
import { userSignedIn } from './user-signed-in.ts'

/** Every mutation there is, by name. */
export const mutations = {
  'group.create': groupCreate,
  'group.rename': groupRename,
  'group.describe': groupDescribe,
  'group.delete': groupDelete,
  'membership.add': membershipAdd,
  'membership.remove': membershipRemove,
  'share.add': shareAdd,
  'share.remove': shareRemove,
  'changeSet.create': changeSetCreate,
  'changeSet.rename': changeSetRename,
  'changeSet.discard': changeSetDiscard,
  'changeSet.commit': changeSetCommit,
  'user.setPermissions': userSetPermissions,
  'user.signedIn': userSignedIn,
  'organization.setUp': organizationSetUp,
} as const

export type MutationName = keyof typeof mutations

/** What each mutation takes and answers: `MutationTypes['group.create']['args']`. */
export type MutationTypes = {
  [N in MutationName]: (typeof mutations)[N] extends Mutation<infer A, infer R>
    ? { args: A; result: R }
    : never
}
export type MutationArgs<N extends MutationName> = MutationTypes[N]['args']

const byName: ReadonlyMap<string, Mutation> = new Map(Object.entries(mutations))

/** Undefined for names that no mutation has. */
export function mutationNamed(name: string): Mutation | undefined {
  return byName.get(name)
}
