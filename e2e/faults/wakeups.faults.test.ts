/** What nodes whisper to each other is lost: sessions that listen are ended, Redis is killed, a node is cut off. */
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '@muster/db/connection.ts'
import { describe, expect, it } from 'vitest'
import { startTcpProxy } from '../harness/tcp-proxy.ts'
import { startRedis } from '../run/redis.ts'
import { installed } from '../run/shell.ts'
import { Admins } from './admins.ts'
import { checkWorld } from './check-world.ts'
import { during, placeNode } from './place.ts'
import { chanceOf, scale } from './scale.ts'
import { Tally } from './tally.ts'

const database = process.env.MUSTER_E2E_DATABASE ?? ''
const redisProgram = installed('redis-server', 'valkey-server')
if (!redisProgram) console.log('There is no Redis here: what happens when it is killed is not tried.')

describe.concurrent('wake-ups', () => {
  it('RC7 ST10 hints that are lost because listening sessions were ended cost a poll and no data', async (test) => {
    const chance = chanceOf('lost hints')
    const tally = new Tally('lost hints')
    const places = await Promise.all([placeNode(test, database), placeNode(test, database)])
    const admins = await Admins.join({ database, ways: places.map(({ way }) => way), chance })
    test.onTestFinished(() => admins.leave())
    admins.work()
    const sql = connect(database, { max: 1, applicationName: 'muster test' })
    test.onTestFinished(() => sql.end())
    let ended = 0
    for (let round = 0; round < scale(6, 60) && admins.mayGoOn; round++) {
      await admins.until(chance.between(1, 4))
      const rows = await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'muster wakeup' and datname = current_database()`
      ended += rows.length
    }
    await admins.rest()
    tally.add(await checkWorld(admins.world))
    tally.print({ ended })
    expect(ended).toBeGreaterThan(0)
  })

  it.skipIf(!redisProgram)(
    'RC6 RC7 Redis killed and back, and a node cut off from it and from Postgres, lose and repeat nothing',
    async (test) => {
      const chance = chanceOf('redis and a lonely node')
      const tally = new Tally('Redis and a lonely node')
      let redis = await startRedis()
      test.onTestFinished(() => redis?.stop())
      const port = () => ({ port: Number(new URL(redis?.url ?? '').port) })
      const toRedis = await Promise.all([startTcpProxy(port), startTcpProxy(port)])
      const places = await Promise.all(
        toRedis.map((cable) =>
          placeNode(test, database, { REDIS_URL: during(test, cable).through('redis://127.0.0.1:1') }),
        ),
      )
      const admins = await Admins.join({ database, ways: places.map(({ way }) => way), chance })
      test.onTestFinished(() => admins.leave())
      admins.work()
      const [lonely] = places
      const done = { redisKilled: 0, nodeAlone: 0 }
      for (let round = 0; round < scale(1, 6); round++) {
        await admins.until(chance.between(2, 8))
        done.redisKilled += 1
        redis?.kill()
        await admins.until(3)
        redis = await startRedis()
        await admins.until(3)
        done.nodeAlone += 1
        const isSilent = chance.chance(0.5)
        for (const cable of [lonely?.toPostgres, toRedis[0]]) isSilent ? cable?.silence() : cable?.cut()
        // The other node saves meanwhile; this one may not tell what it cannot know.
        await sleep(chance.between(500, 3_000))
        for (const cable of [lonely?.toPostgres, toRedis[0]]) cable?.mend({ wake: true })
      }
      await admins.until(3)
      await admins.rest()
      tally.add(await checkWorld(admins.world))
      tally.print(done)
    },
  )
})
