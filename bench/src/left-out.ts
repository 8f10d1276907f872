/** Which points a system has no part in, and why: told in the table beside those that it has. */
import type { At, Work } from './point.ts'

/** A point that was not measured. */
export interface LeftOut {
  work: Work
  system: string
  at: At
  why: string
}

export const GROUPED_LIMIT = 'grouped limit'
export const TWO_NODES = 'muster on two nodes'

/** The reason; '' when it needs no telling, because nothing would be said by such a point; undefined when it takes part. */
export function leftOut(system: string, work: Work, at: At): string | undefined {
  if (system === GROUPED_LIMIT && work !== 'B') return ''
  const onlyOurs = 'views' in at
  if (onlyOurs && !['limit', 'muster'].includes(system)) return ''
  // The lowest rate is there for Zero, beside Muster and the limit.
  if (work === 'B' && at.rate === 20 && !['limit', 'muster', 'Zero'].includes(system)) return ''
  if (system === TWO_NODES) {
    const isUsual = work === 'A' && at.consoles === 200 && !onlyOurs
    return isUsual || work === 'B' || work === 'E' ? undefined : ''
  }
  if (system === 'Zero') {
    const tooLong = 'would take longer than the rest of the run'
    if (work === 'A' && at.consoles !== 200) return tooLong
    if (work === 'B' && Number(at.rate) > 100) return tooLong
    if (work === 'C' && Number(at.size) > 10_000) return tooLong
  }
  return undefined
}
