import { expect, it } from 'vitest'
import { pinnedSeeds } from './pinned-seeds.ts'
import { runSeed } from './run-seed.ts'
import { SimulatedWorld } from './simulated-world.ts'

it.each(pinnedSeeds)('CM1 stays well with seed $seed: $found', ({ seed }) => runSeed(seed), 60_000)

it('CM1 makes the same world of the same seed', () => {
  const [one, two] = [new SimulatedWorld(42), new SimulatedWorld(42)]
  expect(one.image).toEqual(two.image)
})
