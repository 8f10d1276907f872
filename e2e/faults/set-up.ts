/**
 * Before all fault scenarios: chooses the seed, unless MUSTER_SEED replays one, and starts a Postgres that scenarios
 * share which do not harm it. Those that do start their own (`harness/postgres.ts`).
 */
import { randomInt } from 'node:crypto'
import { createTestDatabase } from '@muster/db/test-database.ts'
import startPostgres from '@muster/db/test-postgres.ts'

export default async function setUp(): Promise<() => Promise<void>> {
  process.env.MUSTER_SEED ||= String(randomInt(1, 2 ** 31))
  const form = process.env.MUSTER_FAULTS === 'full' ? 'full' : 'short'
  console.log(`Faults in their ${form} form, MUSTER_SEED=${process.env.MUSTER_SEED}`)
  const stopPostgres = await startPostgres()
  const database = await createTestDatabase()
  process.env.MUSTER_E2E_DATABASE = database.url
  return async () => {
    await database.drop()
    await stopPostgres()
  }
}
