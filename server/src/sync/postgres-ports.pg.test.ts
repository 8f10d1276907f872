import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { commitAheadContract } from '@muster/sync/hub/commit-ahead.contract.ts'
import { commitLogContract } from '@muster/sync/hub/commit-log.contract.ts'
import { committerContract } from '@muster/sync/hub/committer.contract.ts'
import { stagingStoreContract } from '@muster/sync/hub/staging-store.contract.ts'
import { afterAll, beforeAll } from 'vitest'
import { seedImage } from '../testing/seed-image.ts'
import { PostgresCommitLog } from './postgres-commit-log.ts'
import { PostgresCommitter } from './postgres-committer.ts'
import { openPool, type Pool } from './postgres-pool.ts'
import { PostgresStagingStore } from './postgres-staging-store.ts'

let database: TestDatabase
let here: Pool
let there: Pool

beforeAll(async () => {
  database = await createTestDatabase()
  here = openPool(database.url)
  there = openPool(database.url)
})

afterAll(async () => {
  await Promise.all([here.end(), there.end()])
  await database.drop()
})

const make = async () => ({
  log: new PostgresCommitLog(here),
  committer: new PostgresCommitter(here),
  staging: new PostgresStagingStore(here),
  seed: (image: Parameters<typeof seedImage>[1]) => seedImage(here, image),
})

commitLogContract('Postgres', make)
const nodes = async () => ({ ...(await make()), other: new PostgresCommitter(there) })
committerContract('Postgres', nodes)
commitAheadContract('Postgres', nodes)
stagingStoreContract('Postgres', async () => {
  const { log, ...made } = await make()
  return { ...made, epoch: () => log.epoch(), other: new PostgresStagingStore(there) }
})
