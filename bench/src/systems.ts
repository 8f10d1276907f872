/** Every system there is, in the order in which they take turns. */
import { groupedLimit, limit } from './limit/limit.ts'
import { muster, musterOnTwoNodes } from './muster/muster.ts'
import type { Options } from './options.ts'
import type { System } from './system.ts'

/** Those that were asked for; two nodes are left out of a short run. Peers are loaded only then: what they bring along is theirs. */
export async function chosenSystems({ systems, profile, quick }: Options): Promise<System[]> {
  const own = [limit, groupedLimit, muster(profile), musterOnTwoNodes]
  const needPeers = systems.length === 0 || systems.some((name) => own.every((one) => one.name !== name))
  const all = [...own, ...(needPeers ? (await import('./peers/peers.ts')).peerSystems : [])]
  const unknown = systems.find((name) => !all.some((system) => system.name === name))
  if (unknown)
    throw new Error(`There is no system ${unknown}; there are ${all.map((one) => one.name).join(', ')}.`)
  if (systems.length > 0) return all.filter(({ name }) => systems.includes(name))
  return all.filter((system) => !(quick && system === musterOnTwoNodes))
}
