/** Postgres restarted, aborted and killed under load, and single sessions of it ended in the middle of their work. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Postgres } from '../harness/postgres.ts'
import { Admins } from './admins.ts'
import { checkWorld } from './check-world.ts'
import { placeNode } from './place.ts'
import { chanceOf, scale, shuffled } from './scale.ts'
import { Tally } from './tally.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await Postgres.start()
})
afterAll(() => postgres?.stop())

it('CM2 CM12 Postgres restarted, aborted and killed under load loses nothing that was acknowledged', async (test) => {
  const chance = chanceOf('postgres restarts')
  const tally = new Tally('Postgres restarts')
  const { way } = await placeNode(test, postgres.url)
  const rounds = scale(1, 8)
  const outages = { restarted: 0, aborted: 0, killed: 0 }
  const admins = await Admins.join({ database: postgres.url, ways: [way], chance, pauseMs: 150 })
  test.onTestFinished(() => admins.leave())
  admins.work()
  for (let round = 0; round < rounds; round++) {
    for (const outage of shuffled(chance, ['restarted', 'aborted', 'killed'] as const)) {
      await admins.until(chance.between(2, 8))
      await sleep(chance.below(30))
      outages[outage] += 1
      if (outage === 'restarted') await postgres.restart()
      else {
        await postgres.kill(outage === 'aborted' ? 'SIGQUIT' : 'SIGKILL')
        await sleep(chance.below(1_500))
        await postgres.startAgain()
      }
    }
  }
  await admins.until(5)
  await admins.rest()
  tally.add(await checkWorld(admins.world))
  tally.print(outages)
  expect(tally.promises).toBeGreaterThan(5)
})

it('CM12 sessions of Postgres ended in the middle of transactions lose and repeat nothing', async (test) => {
  const chance = chanceOf('ended sessions')
  const tally = new Tally('ended sessions')
  const { way } = await placeNode(test, postgres.url)
  const admins = await Admins.join({ database: postgres.url, ways: [way], chance })
  test.onTestFinished(() => admins.leave())
  admins.work()
  const wanted = scale(6, 200)
  let ended = 0
  await postgres.ask(async (sql) => {
    for (const late = Date.now() + 120_000; ended < wanted && admins.mayGoOn && Date.now() < late; ) {
      // Those first that are in the middle of something.
      const rows = await sql`select pg_terminate_backend(pid) as ended from pg_stat_activity
        where application_name in ('muster engine', 'muster', 'muster wakeup') and datname = current_database()
        order by (state <> 'idle') desc, random() limit ${chance.between(1, 3)}`
      ended += rows.length
      await sleep(chance.below(60))
    }
  })
  await admins.until(3)
  await admins.rest()
  tally.add(await checkWorld(admins.world))
  tally.print({ ended })
  expect(ended).toBeGreaterThan(0)
})
