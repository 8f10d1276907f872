/**
 * Servers killed at once, with no chance to tidy up, while admins save, stage and import. Two nodes on one database,
 * each killed by itself again and again; consoles come back through whichever is up.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { startBalancer } from '../harness/balancer.ts'
import { Node } from '../harness/node.ts'
import { Admins, type AdminsOptions } from './admins.ts'
import { checkWorld } from './check-world.ts'
import { chanceOf, scale } from './scale.ts'
import { Tally } from './tally.ts'

const database = process.env.MUSTER_E2E_DATABASE ?? ''
/** Kills that one organization sees. */
const KILLS_OF_ONE = 40
const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

async function startNodes(count: number): Promise<{ nodes: Node[]; ways: string[] }> {
  const nodes = await Promise.all(Array.from({ length: count }, () => Node.start({ MUSTER_DEMO: '0' })))
  for (const node of nodes) endings.push(() => node.stop())
  const balancers = await Promise.all(
    [nodes, nodes.toReversed()].map((order) => startBalancer(() => order.map(({ url }) => url))),
  )
  for (const balancer of balancers) endings.push(() => balancer.stop())
  return { nodes, ways: balancers.map(({ url }) => url) }
}

/** Kills servers so many times at random moments after some promises were made, in as many organizations as it takes. */
async function killDuring(
  title: string,
  kills: number,
  options: Pick<AdminsOptions, 'does' | 'mint'> & { nodes: number; promises: number },
): Promise<void> {
  const chance = chanceOf(title)
  const tally = new Tally(title)
  const { nodes, ways } = await startNodes(options.nodes)
  let done = 0
  while (done < kills) {
    const admins = await Admins.join({ database, ways, chance, ...options })
    endings.push(() => admins.leave())
    admins.work()
    const stop = Math.min(kills, done + KILLS_OF_ONE)
    await Promise.all(
      nodes.map(async (node) => {
        while (done < stop && admins.mayGoOn) {
          await admins.until(chance.between(1, options.promises))
          await sleep(chance.below(25))
          done += 1
          await node.killAndRestart()
        }
      }),
    )
    await admins.rest()
    tally.add(await checkWorld(admins.world))
    admins.leave()
  }
  tally.print({ kills: done })
  expect(tally.promises).toBeGreaterThan(kills / 2)
}

/** The full form in pieces, so that one can be run alone. */
const parts = (count: number) => Array.from({ length: scale(1, count) }, (_, index) => index + 1)

it.each(parts(4))(
  'CM1 CM3 RC8 two servers killed in the middle of saves, staging and imports lose and repeat nothing (%i)',
  (part) => killDuring(`everything ${part}`, scale(5, 50), { nodes: 2, promises: 6 }),
)

it.each(parts(3))(
  'RC8 ST3 ST17 servers killed while admins stage lose no entry that was stored (%i)',
  (part) =>
    killDuring(`staging ${part}`, scale(3, 50), {
      nodes: 2,
      promises: 8,
      does: { stage: 10, takeBack: 1, save: 1 },
    }),
)

it.each(parts(3))(
  'CM2 CM3 servers killed in the middle of saves of thousands and of imports save whole and once, or not at all (%i)',
  (part) =>
    killDuring(`bulk ${part}`, scale(4, 50), {
      nodes: 2,
      promises: 2,
      mint: { people: 8_000, members: 50 },
      does: { bulk: 4, bulkImport: 2, save: 2, members: 1 },
    }),
)
