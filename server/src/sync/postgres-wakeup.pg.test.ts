import { randomUUID } from 'node:crypto'
import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { wakeupContract } from '@muster/sync/hub/wakeup.contract.ts'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openPool, type Pool } from './postgres-pool.ts'
import { PostgresWakeup } from './postgres-wakeup.ts'

let database: TestDatabase
let pool: Pool

beforeAll(async () => {
  database = await createTestDatabase()
  pool = openPool(database.url)
})

afterAll(async () => {
  await pool.end()
  await database.drop()
})

async function make() {
  const nodes: [PostgresWakeup, PostgresWakeup] = [
    new PostgresWakeup(pool, database.url),
    new PostgresWakeup(pool, database.url),
  ]
  await Promise.all(nodes.map((node) => node.ready()))
  return {
    nodes,
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()))
    },
  }
}

wakeupContract('Postgres', make)

it('RC7 hears again after its connection was cut', async () => {
  const fixture = await make()
  const [here, there] = fixture.nodes
  const organizationId = randomUUID()
  let heard = 0
  there.subscribe(() => heard++)
  await database.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'muster wakeup' and datname = current_database()`
  await vi.waitFor(
    async () => {
      await here.publish({ of: 'version', organizationId, version: 1 })
      expect(heard).toBeGreaterThan(0)
    },
    { timeout: 10_000, interval: 100 },
  )
  await fixture.stop()
})
