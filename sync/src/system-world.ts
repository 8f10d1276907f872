/** Real time and chance, for servers and browsers alike. The simulation has its own world. */
import type { World } from './world.ts'

export const systemWorld: World = {
  now: () => Date.now(),
  setTimeout(callback, ms) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
  id: () => crypto.randomUUID(),
  random: () => Math.random(),
}
