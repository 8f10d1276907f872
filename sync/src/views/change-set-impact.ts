import { z } from 'zod'
import { Id } from '../protocol/scalars.ts'
import { planSave } from '../staging/plan-change-set.ts'
import { Scope } from '../staging/staged-change.ts'
import { mayChangeStatus } from './depends-on-status.ts'
import { ANY_TIME, type ImpactMeta, type ImpactRow, impactOf } from './impact.ts'
import { notFound } from './not-found.ts'
import type { View } from './view.ts'

const Args = z.strictObject({ changeSetId: Id, scope: Scope, by: z.enum(['people', 'dashboards']) })

/** What saving a change set, or a page's part of it, would do to people's access (N5). */
export const changeSetImpact: View<z.infer<typeof Args>, ImpactRow, ImpactMeta> = {
  name: 'changeSet.impact',
  args: Args,
  requires: 'console',
  drafts: ({ changeSetId }) => [changeSetId],
  debounceMs: 300,
  compute({ state, contentOf }, { changeSetId, scope, by }) {
    const content = contentOf(changeSetId)
    if (content === undefined) return notFound('list of staged changes')
    const { changes } = planSave(state, content, { scope, now: ANY_TIME })
    return impactOf(state, changes, by)
  },
  dependsOn: (touched, { changeSetId }) => touched.changeSets.has(changeSetId) || mayChangeStatus(touched),
}
