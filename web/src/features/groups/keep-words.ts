import { countOf, formatCount } from '../../ui/format-count.ts'

/** What the server says of one person in an impact. */
export interface PersonImpact {
  loseCount: number
  keepCount: number
  loses: readonly { name: string }[]
  keepsThrough: readonly string[]
}

function list(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? ''
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** "Loses Pipeline coverage and 4 more. Keeps 7 through Pricing council." */
export function keepWords(impact: PersonImpact | undefined): string {
  if (!impact || (impact.loseCount === 0 && impact.keepCount === 0))
    return 'Has access to nothing through this group.'
  const named = impact.loses.slice(0, 3).map((dashboard) => dashboard.name)
  const more = impact.loseCount - named.length
  const loses =
    impact.loseCount === 0
      ? ''
      : `Loses ${more > 0 ? `${named.join(', ')} and ${formatCount(more)} more` : list(named)}. `
  if (impact.keepCount === 0) return loses.trimEnd()
  const through = impact.keepsThrough.length > 0 ? ` through ${list(impact.keepsThrough)}` : ''
  return `${loses}Keeps ${impact.loseCount === 0 ? countOf(impact.keepCount, 'dashboard') : formatCount(impact.keepCount)}${through}.`
}

/** Why a removal takes nothing from anybody, as true as what is known: kept another way, or nothing to lose. */
export function nothingLost(
  rows: readonly PersonImpact[],
  group: { members: number; dashboards: number },
): string {
  if (rows.some(({ keepCount }) => keepCount > 0))
    return 'Nobody loses access: what they can open stays open another way.'
  if (group.dashboards === 0) return 'Nobody loses access: no dashboard is shared with this group.'
  if (group.members === 0) return 'Nobody loses access: nobody is in this group.'
  return 'Nobody loses access: they open nothing through this group.'
}
