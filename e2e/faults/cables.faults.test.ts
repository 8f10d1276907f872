/** The cables: between consoles and the server, and between the server and Postgres. Cut, silent, late and slow. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, type TestContext } from 'vitest'
import { startTcpProxy, type TcpProxy } from '../harness/tcp-proxy.ts'
import { Admins } from './admins.ts'
import { checkWorld } from './check-world.ts'
import { during, placeNode } from './place.ts'
import { chanceOf, full, scale, shuffled } from './scale.ts'
import { Tally } from './tally.ts'

const database = process.env.MUSTER_E2E_DATABASE ?? ''

/** What happens to cables that work again by themselves. */
const mishaps: Record<string, (cable: TcpProxy, ms: number) => Promise<void>> = {
  async reset(cable) {
    cable.reset()
  },
  async cut(cable, ms) {
    cable.cut()
    await sleep(ms)
    cable.mend()
  },
  async pause(cable, ms) {
    cable.silence()
    await sleep(ms)
    cable.mend({ wake: true })
  },
  async late(cable, ms) {
    cable.delay(ms / 10)
    await sleep(ms)
    cable.mend()
  },
  async slow(cable, ms) {
    cable.throttle(30_000)
    await sleep(ms)
    cable.mend()
  },
}

async function mishapsOn(
  test: TestContext,
  title: string,
  which: (place: Awaited<ReturnType<typeof placeNode>>) => TcpProxy,
): Promise<void> {
  const chance = chanceOf(title)
  const tally = new Tally(title)
  const place = await placeNode(test, database)
  const admins = await Admins.join({ database, ways: [place.way], chance })
  test.onTestFinished(() => admins.leave())
  admins.work()
  const names = Object.keys(mishaps)
  const done: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]))
  for (let round = 0; round < scale(1, 6); round++) {
    for (const name of shuffled(chance, names)) {
      await admins.until(chance.between(1, 5))
      done[name] = (done[name] ?? 0) + 1
      await mishaps[name]?.(which(place), chance.between(200, 1_500))
    }
  }
  await admins.until(3)
  await admins.rest()
  tally.add(await checkWorld(admins.world))
  tally.print(done)
  expect(tally.promises).toBeGreaterThan(5)
}

describe.concurrent('cables', () => {
  it('RC1 RC5 a cable to the consoles that is cut, stands still, is late or slow loses and repeats nothing', (test) =>
    mishapsOn(test, 'the cable to the consoles', ({ toConsoles }) => toConsoles))

  it('CM2 CM12 a cable to Postgres that is cut, stands still, is late or slow loses and repeats nothing', (test) =>
    mishapsOn(test, 'the cable to Postgres', ({ toPostgres }) => toPostgres))

  it.skipIf(!full)(
    'CN5 consoles find out that their cable is dead though nobody told them, and come back with everything',
    async (test) => {
      const chance = chanceOf('a dead cable to the consoles')
      const tally = new Tally('a dead cable to the consoles')
      const place = await placeNode(test, database)
      // Ana's cable dies; those of the others do not.
      const dead = during(test, await startTcpProxy(() => ({ port: Number(new URL(place.node.url).port) })))
      const ways = [dead.through(place.node.url), place.way, place.way]
      const admins = await Admins.join({ database, ways, chance, pauseMs: 400 })
      test.onTestFinished(() => admins.leave())
      const [ana] = admins.all
      admins.work()
      await admins.until(10)
      const before = ana?.client.connection
      dead.silence()
      await sleep(1_000)
      // What is opened anew works; what was open hears nothing for good, and neither does the server.
      dead.mend()
      for (const end = Date.now() + 60_000; ana?.client.connection === before && Date.now() < end; )
        await sleep(100)
      expect(ana?.client.connection.kind).not.toBe('ended')
      await admins.rest()
      tally.add(await checkWorld(admins.world))
      tally.print({ cables: 1 })
    },
  )

  it.skipIf(!full)(
    'CM12 a node whose connections to Postgres fell silent for good gives them up and saves again',
    async (test) => {
      const chance = chanceOf('a dead cable to Postgres')
      const tally = new Tally('a dead cable to Postgres')
      const place = await placeNode(test, database)
      const admins = await Admins.join({ database, ways: [place.way], chance, pauseMs: 400 })
      test.onTestFinished(() => admins.leave())
      admins.work()
      for (let round = 0; round < scale(1, 2); round++) {
        await admins.until(10)
        place.toPostgres.silence()
        await sleep(full ? chance.between(500, 5_000) : 500)
        place.toPostgres.mend()
        const silentSince = Date.now()
        await admins.until(10, 150_000)
        console.log(`saves again ${Math.round((Date.now() - silentSince) / 1000)} s after the silence`)
      }
      await admins.rest()
      tally.add(await checkWorld(admins.world))
      tally.print({ cables: scale(1, 2) })
    },
  )
})
