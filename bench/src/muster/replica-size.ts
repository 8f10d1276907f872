/**
 * Prints what the replica of an organization holds in memory, in bytes after collection: `ORGANIZATION` in
 * `DATABASE_URL`. Run by itself with `--expose-gc`, so that nothing else is counted.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { loadImage } from '../../../server/src/sync/postgres-image.ts'
import { openPool } from '../../../server/src/sync/postgres-pool.ts'
import { Replica } from '../../../sync/src/model/replica.ts'

const { DATABASE_URL = '', ORGANIZATION = '' } = process.env

async function held(): Promise<number> {
  for (let turn = 0; turn < 4; turn++) {
    globalThis.gc?.()
    await sleep(20)
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const pool = openPool(DATABASE_URL)
await loadImage(pool, ORGANIZATION)
const before = await held()
let image = await loadImage(pool, ORGANIZATION)
const replica = image && Replica.from(image)
image = undefined
const after = await held()
console.log(JSON.stringify({ bytes: after - before, users: replica?.users.size }))
await pool.end()
