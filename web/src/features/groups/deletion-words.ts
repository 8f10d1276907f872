import { countOf, formatCount } from '../../ui/format-count.ts'

/** "248 people leave the group, and 171 of them lose at least one dashboard." `impact` is on its way when undefined. */
export function deletionWords(
  group: { members: number; dashboards: number },
  impact: { loseUsers: number } | undefined,
): string {
  if (group.members === 0) {
    const shared =
      group.dashboards === 0
        ? ''
        : ` ${countOf(group.dashboards, 'dashboard is', 'dashboards are')} no longer shared with it.`
    return `Nobody is in the group, so nobody loses access.${shared}`
  }
  const leave = countOf(group.members, 'person leaves', 'people leave')
  if (!impact) return `${leave} the group.`
  if (impact.loseUsers === 0) return `${leave} the group, and nobody loses access to a dashboard.`
  if (group.members === 1) return `${leave} the group and loses at least one dashboard.`
  const lose = `${formatCount(impact.loseUsers)} of them ${impact.loseUsers === 1 ? 'loses' : 'lose'}`
  return `${leave} the group, and ${lose} at least one dashboard.`
}
