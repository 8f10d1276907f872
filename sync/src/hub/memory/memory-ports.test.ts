import { expect, it } from 'vitest'
import { commitAheadContract } from '../commit-ahead.contract.ts'
import { commitLogContract } from '../commit-log.contract.ts'
import { committerContract } from '../committer.contract.ts'
import { sampleCommit, sampleOrganization } from '../sample-organization.contract.ts'
import { stagingStoreContract } from '../staging-store.contract.ts'
import { wakeupContract } from '../wakeup.contract.ts'
import { MemoryCommitter } from './memory-committer.ts'
import { MemoryDatabase } from './memory-database.ts'
import { MemoryLog } from './memory-log.ts'
import { MemoryStaging } from './memory-staging.ts'
import { MemoryWakeupBus } from './memory-wakeup.ts'

async function world() {
  const database = new MemoryDatabase()
  return {
    log: new MemoryLog(database),
    committer: new MemoryCommitter(database),
    staging: new MemoryStaging(database),
    seed: async (image: Parameters<MemoryDatabase['seed']>[0]) => database.seed(image),
  }
}

commitLogContract('memory', world)

async function nodes() {
  const database = new MemoryDatabase()
  return {
    log: new MemoryLog(database),
    committer: new MemoryCommitter(database),
    other: new MemoryCommitter(database),
    staging: new MemoryStaging(database),
    seed: async (image: Parameters<MemoryDatabase['seed']>[0]) => database.seed(image),
  }
}

committerContract('memory', nodes)
commitAheadContract('memory', nodes)

stagingStoreContract('memory', async () => {
  const database = new MemoryDatabase()
  return {
    staging: new MemoryStaging(database),
    other: new MemoryStaging(database),
    epoch: async () => database.epoch,
    seed: async (image) => database.seed(image),
  }
})

wakeupContract('memory', async () => {
  const bus = new MemoryWakeupBus()
  return { nodes: [bus.wakeup(), bus.wakeup()], stop: async () => {} }
})

it('leaves the outcome of a commit unknown when the answer is lost', async () => {
  const database = new MemoryDatabase()
  const { image, id } = sampleOrganization()
  database.seed(image)
  const cut = new MemoryCommitter(database, {
    after: (operation) => {
      if (operation === 'commit') throw new Error('connection lost')
    },
  })
  const planned = sampleCommit(id, 1, [])
  expect(await cut.commit(id, 0, [planned])).toMatchObject({ kind: 'unavailable' })
  expect(await cut.find(id, [planned.commit.mutationId])).toHaveLength(1)
})

it('loses, delays and doubles hints as its courier says', async () => {
  const waiting: (() => void)[] = []
  const bus = new MemoryWakeupBus((_hint, deliver) => waiting.push(deliver))
  let heard = 0
  bus.wakeup().subscribe(() => heard++)
  await bus.wakeup().publish({ of: 'staging', organizationId: 'o', changeSetId: 'c' })
  expect(heard).toBe(0)
  for (const deliver of [...waiting, ...waiting]) deliver()
  expect(heard).toBe(2)
})
