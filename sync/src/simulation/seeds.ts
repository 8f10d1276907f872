import { it } from 'vitest'
import { runSeed } from './run-seed.ts'

const wanted = Number(process.env.MUSTER_SEEDS ?? 1_000)
const only = process.env.MUSTER_SEED
const SLICES = 4
const PER_TEST = 25

/** Declares this slice's share of the seeds as tests. `MUSTER_SEEDS` sets how many, `MUSTER_SEED` replays one. */
export function declareSeeds(slice: number): void {
  if (only !== undefined) {
    it(`CM1 replays seed ${only}`, () => runSeed(Number(only)), 60_000)
    return
  }
  const share = Math.ceil(wanted / SLICES)
  for (let from = slice * share; from < Math.min(wanted, (slice + 1) * share); from += PER_TEST) {
    const until = Math.min(from + PER_TEST, wanted, (slice + 1) * share)
    it(`CM1 CM3 RC1 AU4 comes to rest without loss or leak, seeds ${from + 1} to ${until}`, async () => {
      for (let seed = from + 1; seed <= until; seed++) await runSeed(seed)
    }, 120_000)
  }
}
