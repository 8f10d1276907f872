import type { World } from '../world.ts'

/**
 * The same world, but what a timer throws goes to `failed` instead of stopping the node. Each scope guards
 * the world that it hands on (hub, room, connection), so the innermost is given up first, and what fails
 * while it is given up is the next one's (FN7).
 */
export function guardedWorld(world: World, failed: (error: unknown) => void): World {
  return {
    now: () => world.now(),
    id: () => world.id(),
    random: () => world.random(),
    setTimeout: (callback, ms) =>
      world.setTimeout(() => {
        try {
          callback()
        } catch (error) {
          failed(error)
        }
      }, ms),
  }
}
