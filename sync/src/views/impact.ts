import { type AccessCounts, accessDiff } from '../access/diff.ts'
import { type Effect, topDashboards, topPeople } from '../access/top-effects.ts'
import type { Change } from '../model/change.ts'
import type { State } from '../model/state.ts'
import { touchedBy } from '../model/touched.ts'
import type { Result } from './view.ts'

/** One person or dashboard and what becomes of their access. */
export type ImpactRow = Effect

/** `total` rows there are, `shown` of them here. Counts are exact whatever is shown. */
export type ImpactMeta = AccessCounts & { total: number; shown: number }

const SHOWN = 200

/** For plans whose impact is asked for: when things are created bears on nobody's access. */
export const ANY_TIME = '1970-01-01T00:00:00.000Z'

/** What these changes would do to people's access. Pure: they are tried on a fork. */
export function impactOf(
  state: State,
  changes: readonly Change[],
  by: 'people' | 'dashboards',
): Result<ImpactRow, ImpactMeta> {
  const next = state.fork()
  next.apply(changes)
  const diff = accessDiff(state, next, touchedBy(changes))
  const top = by === 'people' ? topPeople : topDashboards
  const { total, rows } = top(state, next, diff, SHOWN)
  return { meta: { ...diff.counts, total, shown: rows.length }, rows }
}
