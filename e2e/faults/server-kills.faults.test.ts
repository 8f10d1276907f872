/** Servers killed at once, with no chance to tidy up, while admins save, stage and import. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { startBalancer } from '../harness/balancer.ts'
import { Node } from '../harness/node.ts'
import { Admins } from './admins.ts'
import { checkWorld } from './check-world.ts'
import { chanceOf, scale } from './scale.ts'

const database = process.env.MUSTER_E2E_DATABASE ?? ''
const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

it('CM1 CM3 RC8 servers killed in the middle of saves, staging and imports lose and repeat nothing', async () => {
  const chance = chanceOf('server kills')
  const kills = scale(12, 400)
  let done = 0
  const total = { acknowledged: 0, staged: 0, commits: 0, unknown: 0 }
  const nodes = await Promise.all([Node.start(), Node.start()])
  for (const node of nodes) endings.push(() => node.stop())
  const ways = await Promise.all(
    [nodes, nodes.toReversed()].map((order) => startBalancer(() => order.map(({ url }) => url))),
  )
  for (const way of ways) endings.push(() => way.stop())
  while (done < kills) {
    const admins = await Admins.join({ database, ways: ways.map(({ url }) => url), chance })
    endings.push(() => admins.leave())
    admins.work()
    await Promise.all(
      nodes.map(async (node) => {
        while (done < kills && admins.mayGoOn) {
          await admins.until(chance.between(1, 6))
          await sleep(chance.below(25))
          done += 1
          await node.killAndRestart()
        }
      }),
    )
    await admins.rest()
    const counts = await checkWorld(admins.world)
    admins.leave()
    total.acknowledged += counts.acknowledged
    total.staged += counts.staged
    total.commits += counts.commits
    total.unknown += counts.unknown
  }
  console.log(`server kills: ${done}, ${JSON.stringify(total)}`)
  expect(total.acknowledged).toBeGreaterThan(done)
})
