import { z } from 'zod'
import { Permission } from '../model/entities.ts'
import { problem } from '../protocol/problem.ts'
import { Id } from '../protocol/scalars.ts'
import { type Mutation, nothingToDo } from './mutation.ts'

const args = z.strictObject({ userId: Id, permissions: z.array(Permission).max(16) })

/**
 * Chooses what a manager may do (V10). Managers do not touch admins (V12), and they hand out or take
 * only permissions that they hold themselves, so that nobody raises anybody above their own rights.
 */
export const userSetPermissions: Mutation<z.infer<typeof args>, null> = {
  name: 'user.setPermissions',
  args,
  requires: 'manageUsers',
  plan(state, { userId, permissions }, { actorId }) {
    const user = state.users.get(userId)
    if (!user) return problem('not-found', 'This person does not exist any more')
    const actor = actorId === null ? undefined : state.users.get(actorId)
    const byManager = actor !== undefined && !actor.roles.includes('admin')
    if (byManager && user.roles.includes('admin'))
      return problem('forbidden', 'Managers cannot change admins')
    const wanted = Permission.options.filter((permission) => permissions.includes(permission))
    const differing = Permission.options.filter(
      (permission) => wanted.includes(permission) !== user.permissions.includes(permission),
    )
    if (differing.length === 0) return nothingToDo()
    if (!user.roles.includes('manager') && wanted.length > 0)
      return problem('conflict', 'Only managers have permissions', {
        detail: `${user.name} is not a manager. Admins have every permission, other roles none.`,
      })
    if (byManager && differing.some((permission) => !actor.permissions.includes(permission)))
      return problem('forbidden', 'You can only give or take permissions that you have yourself')
    return {
      changes: [
        {
          entity: 'user',
          op: 'update',
          id: userId,
          before: { permissions: user.permissions },
          after: { permissions: wanted },
        },
      ],
      result: null,
    }
  },
  optimistic: ({ userId, permissions }) => [{ entity: 'user', id: userId, fields: { permissions } }],
}
