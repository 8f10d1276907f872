/** Admins spread over several nodes do everything, while nodes are killed, cut off and replaced under their hands. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@muster/sync/client/client.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Admins } from '../admins.ts'
import { checkWorld } from '../check-world.ts'
import { chanceOf, full, scale } from '../scale.ts'
import { type Cluster, type Member, media, startCluster } from './cluster.ts'

/** In the short form each scenario is tried with one medium: half with the first that is here, half with the last. */
const [first, last] = [media.at(0), media.at(-1)]

describe.each(media)('nodes that tell each other through %s', (medium) => {
  let cluster: Cluster
  let admins: Admins
  beforeAll(async () => {
    cluster = await startCluster({ nodes: full && medium === first ? 3 : 2, medium })
  })
  afterAll(() => cluster?.stop())
  afterEach(() => admins?.leave())

  const begin = async (scenario: string) => {
    const chance = chanceOf(`${medium} ${scenario}`)
    const ways = [cluster.balancer.url]
    admins = await Admins.join({ database: process.env.MUSTER_E2E_DATABASE ?? '', ways, chance })
    admins.work()
    await admins.until(10)
    return chance
  }
  const member = (at: number): Member => {
    const found = cluster.members[at % cluster.members.length]
    if (!found) throw new Error('there is no node')
    return found
  }

  it.runIf(full || medium === first)(
    'CM1 CM3 ST10 edits and staged changes reach every console on every node',
    async () => {
      await begin('work')
      await admins.until(scale(40, 400))
      await admins.rest()
      console.log(medium, 'work', await checkWorld(admins.world))
      expect(admins.ledger.unknown).toEqual([])
    },
  )

  it.runIf(full || medium === last)('RC8 CM3 a node that is killed at any moment loses nothing', async () => {
    const chance = await begin('kill')
    for (let round = 0; round < scale(1, 12); round++) {
      const { process, startAgain } = member(chance.below(cluster.members.length))
      await sleep(chance.below(300))
      await process.kill()
      await admins.until(8)
      await startAgain()
      await admins.until(8)
    }
    await admins.rest()
    console.log(medium, 'kill', await checkWorld(admins.world))
  })

  it.runIf(full || medium === first)(
    'CN10 CM3 a rolling restart loses nothing, and consoles see no more than a reconnect',
    async () => {
      await begin('roll')
      const seen = admins.all.map(({ client }) => statesOf(client))
      for (const { process, startAgain } of cluster.members) {
        process.tell('SIGTERM')
        expect(await process.ended).toBe(0)
        await startAgain()
        await admins.until(scale(5, 40))
      }
      await admins.rest()
      console.log(medium, 'roll', await checkWorld(admins.world))
      expect(admins.ledger.unknown).toEqual([])
      for (const states of seen) expect([...states].toSorted()).toEqual(['connecting', 'live', 'waiting'])
    },
  )

  it.runIf(full || medium === first)(
    'RC7 a node that no hint reaches follows by its own look at the log',
    async () => {
      const chance = await begin('deaf')
      for (let round = 0; round < scale(1, 4); round++) {
        const { redis, postgres } = member(chance.below(cluster.members.length))
        const way = redis ?? postgres
        way.cut()
        await admins.until(scale(10, 60))
        // Without hints for a while, also when everybody rests: the poll alone must do.
        if (redis && round === 0) {
          await admins.rest()
          await checkWorld(admins.world)
          admins.work()
        }
        way.mend()
        await admins.until(10)
      }
      await admins.rest()
      console.log(medium, 'deaf', await checkWorld(admins.world))
    },
  )

  it.runIf(full || medium === last)(
    'CM12 RC7 a node that is cut off from the database and the others makes nobody lose anything',
    async () => {
      const chance = await begin('alone')
      for (let round = 0; round < scale(1, 4); round++) {
        const { redis, postgres } = member(chance.below(cluster.members.length))
        for (const way of [redis, postgres]) way?.cut()
        await sleep(scale(500, 4_000))
        for (const way of [redis, postgres]) way?.mend()
        await admins.until(10)
      }
      await admins.rest()
      console.log(medium, 'alone', await checkWorld(admins.world))
    },
  )
})

/** The kinds of states that a connection goes through from now on. */
function statesOf(client: Client): ReadonlySet<string> {
  const seen = new Set<string>()
  client.on('connection', ({ kind }) => seen.add(kind))
  return seen
}
