/**
 * The database is restored from a backup: to an earlier time, with consoles open that know more. Nobody may see or write
 * anything of the history that is gone, whether or not the nodes ran on, and whether or not anybody announced it.
 */
import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { connect } from '@muster/db/connection.ts'
import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { DatabaseCopy } from '@muster/db/test-database-copy.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Admins } from '../admins.ts'
import { checkWorld } from '../check-world.ts'
import type { LedgerMark } from '../ledger.ts'
import { chanceOf, full, scale } from '../scale.ts'
import { type Cluster, media, startCluster } from './cluster.ts'

const [medium = 'Postgres'] = media
const run = promisify(execFile)
const root = fileURLToPath(new URL('../../..', import.meta.url))

let database: TestDatabase
let backup: DatabaseCopy
let cluster: Cluster
let admins: Admins
/** Promises that the backup has. */
let kept: LedgerMark
/** Of the database at the backup, and by each console's last welcome. */
let former: string
let epochs: string[]

beforeEach(async () => {
  database = await createTestDatabase()
  await database.sql.end()
  cluster = await startCluster({ nodes: 2, medium, database: database.url })
})
afterEach(async () => {
  admins?.leave()
  await cluster?.stop()
  await backup?.drop()
  await database?.drop()
})

/** Admins work, a backup is made, and they work on. */
async function workAroundBackup(scenario: string): Promise<void> {
  const ways = [cluster.balancer.url]
  admins = await Admins.join({ database: database.url, ways, chance: chanceOf(scenario) })
  former = await epochOf(database.url)
  epochs = admins.all.map(() => former)
  for (const [at, { client }] of admins.all.entries())
    client.on('welcome', ({ epoch }) => {
      epochs[at] = epoch
    })
  await workFor(scale(25, 150))
  kept = admins.ledger.mark()
  backup = await DatabaseCopy.of(database.url)
  await workFor(scale(25, 150))
  const before = await checkWorld(admins.world)
  expect(before.acknowledged).toBeGreaterThan(0)
}

async function epochOf(url: string): Promise<string> {
  const sql = connect(url, { max: 1 })
  try {
    return String((await sql`select value from meta where key = 'epoch'`)[0]?.value)
  } finally {
    await sql.end()
  }
}

async function workFor(promises: number): Promise<void> {
  admins.work()
  await admins.until(promises)
  await admins.rest()
}

/** All consoles show the backup and nothing else; then everybody goes on from there. */
async function checkRestored(): Promise<void> {
  admins.ledger.goBackTo(kept)
  for (const admin of admins.all) admin.forgetClosed()
  console.log('restored', await checkWorld(admins.world))
  const present = await epochOf(database.url)
  expect(present).not.toBe(former)
  expect(epochs).toEqual(epochs.map(() => present))
  await workFor(scale(20, 100))
  console.log('and worked on', await checkWorld(admins.world))
}

it('RC4 RC9 ST21 nodes that ran on notice a restore by themselves', async () => {
  await workAroundBackup('unannounced')
  await backup.restore()
  await checkRestored()
})

it.runIf(full)(
  'RC4 RC9 ST21 nodes that ran on, and that nobody else asks for anything, are told by the announcement',
  async () => {
    await workAroundBackup('announced')
    for (const { postgres } of cluster.members) postgres.cut()
    await backup.restore()
    const env = { ...process.env, DATABASE_URL: database.url }
    const { stdout } = await run(process.execPath, ['server/restored.mjs'], { cwd: root, env })
    expect(stdout).toContain('now counts as restored')
    for (const { postgres } of cluster.members) postgres.mend()
    await checkRestored()
  },
)

it.runIf(full)('RC3 RC4 ST21 nodes that start on a restored database give it a new epoch', async () => {
  await workAroundBackup('stopped')
  for (const { process } of cluster.members) process.tell('SIGTERM')
  await Promise.all(cluster.members.map(({ process }) => process.ended))
  await backup.restore()
  await Promise.all(cluster.members.map((member) => member.startAgain()))
  await sleep(100)
  await checkRestored()
})
