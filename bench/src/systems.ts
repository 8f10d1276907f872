/** Every system there is, in the order in which they take turns. */
import { groupedLimit, limit } from './limit/limit.ts'
import { muster } from './muster/muster.ts'
import type { Options } from './options.ts'
import type { System } from './system.ts'

/** Those that were asked for. Peers are loaded only then: what they bring along is theirs. */
export async function chosenSystems({ systems, profile }: Options): Promise<System[]> {
  const all = [limit, groupedLimit, muster(profile), ...(await peers(systems))]
  const unknown = systems.find((name) => !all.some((system) => system.name === name))
  if (unknown)
    throw new Error(`There is no system ${unknown}; there are ${all.map((one) => one.name).join(', ')}.`)
  return all.filter(({ name }) => systems.length === 0 || systems.includes(name))
}

async function peers(systems: readonly string[]): Promise<readonly System[]> {
  const own: readonly string[] = [limit.name, groupedLimit.name, 'muster']
  if (systems.length > 0 && systems.every((name) => own.includes(name))) return []
  const { peerSystems } = await import('./peers/peers.ts')
  return peerSystems
}
