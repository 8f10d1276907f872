import type { World } from '../world.ts'

/** Milliseconds at a time for one who has much to do. */
const TURN = 10

/** Walks through steps to their end, with chances for others to run. Rejects with what a step throws. */
export async function inTurns<T>(steps: Generator<void, T>, world: World): Promise<T> {
  let begun = world.now()
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    if (world.now() - begun < TURN) continue
    await new Promise<void>((resolve) => world.setTimeout(resolve, 0))
    begun = world.now()
  }
}
