import { z } from 'zod'
import { problem } from '../protocol/problem.ts'
import { Id } from '../protocol/scalars.ts'
import type { Mutation } from './mutation.ts'

const args = z.strictObject({ userId: Id })

/** Notes that a person signed in: they are active from the first time on (V4). Disabled users cannot (V19). */
export const userSignedIn: Mutation<z.infer<typeof args>, null> = {
  name: 'user.signedIn',
  args,
  requires: 'console',
  internal: true,
  plan(state, { userId }, { now }) {
    const user = state.users.get(userId)
    if (!user) return problem('not-found', 'This person does not exist any more')
    if (user.status === 'disabled') return problem('forbidden', `${user.name} is disabled`)
    const invited = user.status === 'invited'
    return {
      changes: [
        {
          entity: 'user',
          op: 'update',
          id: userId,
          before: { lastActiveAt: user.lastActiveAt, ...(invited && { status: user.status }) },
          after: { lastActiveAt: now, ...(invited && { status: 'active' as const }) },
        },
      ],
      result: null,
    }
  },
}
