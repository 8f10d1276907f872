import { z } from 'zod'
import { mutationNamed } from '../mutations/registry.ts'
import { isProblem, problemOf } from '../protocol/problem.ts'
import { ANY_TIME, type ImpactMeta, type ImpactRow, impactOf } from './impact.ts'
import { notFound } from './not-found.ts'
import type { View } from './view.ts'

const Args = z.strictObject({ name: z.string().max(100), args: z.unknown() })

const ANY_ID = '00000000-0000-0000-0000-000000000000'

/**
 * What a mutation would do to people's access if it ran now, for confirmations (N5). Nobody in particular
 * asks, so rules about who may do it are left to the mutation itself.
 */
export const mutationPreview: View<z.infer<typeof Args>, ImpactRow, ImpactMeta> = {
  name: 'mutation.preview',
  args: Args,
  requires: 'console',
  compute({ state }, { name, args }) {
    const mutation = mutationNamed(name)
    if (mutation === undefined || mutation.internal || mutation.changeSetOf) return notFound('change')
    const parsed = mutation.args.safeParse(args)
    if (!parsed.success) return problemOf(parsed.error)
    const planned = mutation.plan(state, parsed.data, { actorId: null, now: ANY_TIME, mutationId: ANY_ID })
    return isProblem(planned) ? planned : impactOf(state, planned.changes, 'people')
  },
  dependsOn: (touched) =>
    touched.members.size > 0 ||
    touched.shares.size > 0 ||
    touched.groups.size > 0 ||
    touched.dashboards.size > 0 ||
    touched.users.size > 0,
}
