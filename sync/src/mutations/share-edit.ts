import { z } from 'zod'
import type { State } from '../model/state.ts'
import { isProblem, type Problem, problem } from '../protocol/problem.ts'
import { Id } from '../protocol/scalars.ts'
import { existingGroup } from './group-lookup.ts'
import type { Changed } from './membership-edit.ts'
import type { Planned } from './mutation.ts'
import { unknownIds } from './unknown-ids.ts'

/** Sharing and ceasing to share take the same arguments. */
export const ShareArgs = z.strictObject({ groupId: Id, dashboardIds: z.array(Id).min(1).max(10_000) })
export type ShareArgs = z.infer<typeof ShareArgs>

/**
 * Shares dashboards with a group or ceases to. Built-in groups take part on every plan (C46, C48); new
 * shares with custom ones need Business (C26), while what is shared can always be taken back.
 */
export function planShareEdit(
  state: State,
  { groupId, dashboardIds }: ShareArgs,
  op: 'add' | 'remove',
): Planned<Changed> | Problem {
  const group = existingGroup(state, groupId)
  if (isProblem(group)) return group
  if (op === 'add' && group.kind === 'custom' && state.organization.plan === 'pro')
    return problem('forbidden', 'Sharing with custom groups needs the Business plan', {
      detail: 'On the Pro plan dashboards can be shared with All Users and All Analysts.',
    })
  const unknown = unknownIds(state.dashboards, dashboardIds, 'dashboardIds')
  if (unknown) return unknown
  const effective = [...new Set(dashboardIds)].filter(
    (id) => state.shares.has(groupId, id) === (op === 'remove'),
  )
  return {
    changes: effective.length > 0 ? [{ entity: 'share', op, groupId, dashboardIds: effective }] : [],
    result: { changed: effective.length },
  }
}
