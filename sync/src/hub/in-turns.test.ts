import { expect, it } from 'vitest'
import { inTurns } from './in-turns.ts'

function world(msPerStep: number) {
  let now = 0
  const turns: number[] = []
  const setTimeout = (callback: () => void) => {
    turns.push(now)
    queueMicrotask(callback)
    return () => {}
  }
  const clock = { now: () => now, setTimeout, id: () => '', random: () => 0 }
  function* steps(count: number): Generator<void, string> {
    for (let step = 0; step < count; step++) {
      now += msPerStep
      yield
    }
    return 'done'
  }
  return { clock, steps, turns }
}

it('lets others run whenever a turn was used up, and answers what the steps do', async () => {
  const { clock, steps, turns } = world(4)
  expect(await inTurns(steps(10), clock)).toBe('done')
  expect(turns).toEqual([12, 24, 36])
})

it('goes straight through what takes no time', async () => {
  const { clock, steps, turns } = world(0)
  expect(await inTurns(steps(1_000), clock)).toBe('done')
  expect(turns).toEqual([])
})
