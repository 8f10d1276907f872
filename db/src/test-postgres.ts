/**
 * Vitest's global set-up of tests against Postgres: takes the server of TEST_DATABASE_URL (its role must be
 * allowed to create databases), else starts an embedded one in a temporary folder for this run.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from './embedded/start-embedded.ts'

export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.TEST_DATABASE_URL) return async () => {}
  const dataDir = await mkdtemp(join(tmpdir(), 'muster-test-'))
  const forget = () => rm(dataDir, { recursive: true, force: true })
  const options = { dataDir, durable: false, settings: { max_connections: '300' } }
  const server = await startEmbedded(options).catch(async (error: unknown) => {
    await forget()
    throw error
  })
  process.env.TEST_DATABASE_URL = server.url
  return async () => {
    delete process.env.TEST_DATABASE_URL
    await server.stop()
    await forget()
  }
}
