import { createTestDatabase } from '@muster/db/test-database.ts'
import startPostgres from '@muster/db/test-postgres.ts'
import { startServer } from './server-process.ts'

/** One Postgres and one server for all tests; each test mints an organization of its own in it. */
export default async function startEverything(): Promise<() => Promise<void>> {
  const stopPostgres = await startPostgres()
  const database = await createTestDatabase()
  const server = await startServer({ DATABASE_URL: database.url, MUSTER_DEMO: '1' })
  process.env.MUSTER_E2E_URL = server.url
  process.env.MUSTER_E2E_DATABASE = database.url
  return async () => {
    await server.stop()
    await database.drop()
    await stopPostgres()
  }
}
