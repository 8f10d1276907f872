/** Clocks that jump, forwards and back, on the server and on consoles: nobody may depend on them for what is kept. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { Admins } from './admins.ts'
import { checkWorld } from './check-world.ts'
import { placeNode } from './place.ts'
import { chanceOf, full, scale } from './scale.ts'
import { Tally } from './tally.ts'

const database = process.env.MUSTER_E2E_DATABASE ?? ''
const clock = fileURLToPath(new URL('../harness/shifting-clock.ts', import.meta.url))
const HOUR = 3_600_000

it('CN5 CN7 clocks that jump by hours and days stop nobody and lose nothing', async (test) => {
  const chance = chanceOf('clocks')
  const tally = new Tally('clocks')
  const folder = mkdtempSync(join(tmpdir(), 'muster-clock-'))
  test.onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'shift')
  writeFileSync(file, '0')
  const { node, way, toConsoles } = await placeNode(test, database, {
    NODE_OPTIONS: `--import ${clock}`,
    MUSTER_TEST_CLOCK: file,
  })
  let consoleShift = 0
  const now = () => Date.now() + consoleShift
  const admins = await Admins.join({ database, ways: [way], chance, now })
  test.onTestFinished(() => admins.leave())
  admins.work()
  const jumps = { server: 0, consoles: 0 }
  for (let round = 0; round < scale(6, 40); round++) {
    await admins.until(chance.between(2, 6))
    const shift = chance.pick([-24, -2, -0.01, 0, 0.01, 2, 24]) * HOUR
    if (chance.chance(0.5)) {
      jumps.server += 1
      writeFileSync(file, String(shift))
      node.tell('SIGUSR2')
    } else {
      jumps.consoles += 1
      consoleShift = shift
    }
    if (chance.chance(0.3)) toConsoles.reset()
  }
  await admins.until(5)
  await admins.rest()
  tally.add(await checkWorld(admins.world))
  tally.print(jumps)
  // It takes the time that a console needs to find out.
  if (!full) return
  // A clock that went back must not keep consoles from finding out that their cable is dead.
  consoleShift = -24 * HOUR
  await sleep(100)
  toConsoles.silence()
  await sleep(500)
  toConsoles.mend()
  const silent = admins.all.map(({ client }) => client.connection)
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100))
    if (admins.all.every(({ client }, at) => client.connection !== silent[at])) break
  expect(admins.all.every(({ client }, at) => client.connection !== silent[at])).toBe(true)
  await checkWorld(admins.world)
})
