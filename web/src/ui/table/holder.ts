import type { Doing } from '@muster/sync/protocol/presence.ts'
import { givenName } from '../../store/hue.ts'

/** Another admin who selects or edits a row now. */
export interface Holder {
  userId: string
  name: string
  /** 1–6. */
  hue: number
  doing: Doing
}

/** "Tom is selecting"; two people: the first and "1 more". */
export function holderWords(holders: readonly Holder[]): string {
  const first = holders[0]
  if (!first) return ''
  const name = givenName(
    first.name,
    holders.map((holder) => holder.name),
  )
  return holders.length > 1 ? `${name} and ${holders.length - 1} more` : `${name} is ${first.doing}`
}
