import { countOf, formatCount } from '../format-count.ts'

/** Counts of an impact, as the server's views give them. */
export interface ImpactCounts {
  gainUsers: number
  gainDashboards: number
  loseUsers: number
  loseDashboards: number
}

const people = (count: number) => countOf(count, 'person', 'people')

/** "Will give 4 people access to 12 dashboards; 1 person loses 3". Nothing lost: "nobody loses access". */
export function impactLine({ gainUsers, gainDashboards, loseUsers, loseDashboards }: ImpactCounts): string {
  const loses = loseUsers === 1 ? 'loses' : 'lose'
  if (gainUsers === 0 && loseUsers === 0) return 'Nobody gains or loses access'
  if (gainUsers === 0)
    return `${people(loseUsers)} ${loses} ${countOf(loseDashboards, 'dashboard')}; nobody gains access`
  const gives = `Will give ${people(gainUsers)} access to ${countOf(gainDashboards, 'dashboard')}`
  if (loseUsers === 0) return `${gives}; nobody loses access`
  return `${gives}; ${people(loseUsers)} ${loses} ${formatCount(loseDashboards)}`
}

/** "5 changes ready, 1 has nothing to do, 2 in conflict." */
export function readyLine({
  ready,
  noop,
  conflicts,
}: {
  ready: number
  noop: number
  conflicts: number
}): string {
  const parts = [`${countOf(ready, 'change')} ready`]
  if (noop > 0) parts.push(`${formatCount(noop)} ${noop === 1 ? 'has' : 'have'} nothing to do`)
  if (conflicts > 0) parts.push(`${formatCount(conflicts)} in conflict`)
  return `${parts.join(', ')}.`
}
