/**
 * How much a fault scenario does, and its chance. The short form is part of `npm test`, the full one is
 * `npm run test:faults`. MUSTER_SEED replays every choice of a run; what the clocks of real processes do to it differs
 * from run to run all the same.
 */
import { Random } from '@muster/sync/simulation/random.ts'

/** True in the full form. */
export const full = process.env.MUSTER_FAULTS === 'full'

/** The seed of this run, printed when it begins. */
export const seed = Number(process.env.MUSTER_SEED)

/** One of two measures, by the form. */
export const scale = <T>(short: T, long: T): T => (full ? long : short)

/** Chance of one scenario's own, so that it makes the same choices alone and among others. */
export function chanceOf(scenario: string): Random {
  let mixed = seed
  for (const letter of scenario) mixed = (Math.imul(mixed, 31) + letter.charCodeAt(0)) >>> 0
  return new Random(mixed)
}

/** All of them, in an order of chance. */
export function shuffled<T>(chance: Random, items: readonly T[]): T[] {
  const left = [...items]
  return items.flatMap(() => left.splice(chance.below(left.length), 1))
}
