import { countOf, formatCount } from '../../ui/format-count.ts'
import { clockTime, relativeTime } from '../../ui/time-words.ts'
import type { PageEntry } from './page-entries.ts'

/** When something was staged, short: "14:02" today, "Yesterday", "18 Nov", "4 Mar 2024". */
export function stagedTime(iso: string, now: number, zone?: string): string {
  const words = relativeTime(iso, now, zone)
  if (words.startsWith('Yesterday')) return 'Yesterday'
  return /^(Today|Just now|\d+ min ago)/.test(words) ? clockTime(iso, zone) : words
}

/** "the addition of Lena Fischer", "the import of users.csv". */
export function whatIsStaged({ op, subject, batch }: PageEntry): string {
  if (batch) return `the import of ${batch.name}`
  return `the ${op === 'add' ? 'addition' : 'removal'} of ${subject?.name ?? ''}`
}

const things = {
  memberships: ['membership', 'memberships'],
  users: ['new user', 'new users'],
  groups: ['new group', 'new groups'],
} as const

/** "3,532 memberships from a file". */
export function batchWords(batch: NonNullable<PageEntry['batch']>): string {
  const [one, many] = things[batch.of as keyof typeof things] ?? ['change', 'changes']
  return `${countOf(batch.count, one, many)} from a file`
}

/** Line 2 of the save bar: "9 changes ready. 1 no-op is dropped and 1 conflict stays in the draft." */
export function outcomeLine(
  { ready, noop, conflicts }: { ready: number; noop: number; conflicts: number },
  where: string,
): string {
  const dropped = noop > 0 && `${countOf(noop, 'no-op')} ${noop === 1 ? 'is' : 'are'} dropped`
  const stays =
    conflicts > 0 && `${countOf(conflicts, 'conflict')} ${conflicts === 1 ? 'stays' : 'stay'} in ${where}`
  const rest = [dropped, stays].filter(Boolean).join(' and ')
  return `${countOf(ready, 'change')} ready.${rest ? ` ${rest}.` : ''}`
}

/** "248 members, 251 after"; only what the change set touches. */
export function afterWords(
  entries: readonly PageEntry[],
  group: { members: number; dashboards: number },
): string {
  const delta = (kind: 'membership' | 'share') => {
    const ready = entries.filter((entry) => entry.change.kind === kind && entry.state === 'ready')
    return ready.reduce((sum, { op }) => sum + (op === 'add' ? 1 : -1), 0)
  }
  const touches = (kind: 'membership' | 'share') => entries.some(({ change }) => change.kind === kind)
  const parts: string[] = []
  if (touches('membership'))
    parts.push(
      `${countOf(group.members, 'member')}, ${formatCount(group.members + delta('membership'))} after`,
    )
  if (touches('share'))
    parts.push(
      `${countOf(group.dashboards, 'dashboard')}, ${formatCount(group.dashboards + delta('share'))} after`,
    )
  return parts.join(' · ')
}
