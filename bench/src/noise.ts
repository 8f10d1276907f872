/** Throws away points that other processes disturbed, and takes them again. */
import type { Usage } from './usage.ts'

/** Cores that processes outside of the bench may use during a point. */
export const MAX_OTHERS = 0.1

/** How often a disturbed point is taken again before it stays, marked as noisy. */
export const MAX_TRIES = 4

export interface Taken<T> {
  value: T
  usage: Usage
  /** Tries that were thrown away. */
  thrown: number
  /** The last try was disturbed as well, and stayed. */
  noisy: boolean
}

/** Takes a point until it is quiet; of tries that all were disturbed, the least disturbed one. */
export async function takeQuietly<T>(
  take: () => Promise<{ value: T; usage: Usage }>,
  tries = MAX_TRIES,
): Promise<Taken<T>> {
  let least: { value: T; usage: Usage } | undefined
  for (let thrown = 0; thrown < tries; thrown++) {
    const point = await take()
    if (point.usage.others <= MAX_OTHERS) return { ...point, thrown, noisy: false }
    if (!least || point.usage.others < least.usage.others) least = point
  }
  if (!least) throw new Error('a point needs at least one try')
  return { ...least, thrown: tries - 1, noisy: true }
}
