import { randomUUID } from 'node:crypto'
import type { PlannedCommit } from '@muster/sync/hub/ports.ts'
import type { Change } from '@muster/sync/model/change.ts'
import { expect, it } from 'vitest'
import { logText } from './log-text.ts'

const ids = (count: number) => Array.from({ length: count }, () => randomUUID())

const planned = (version: number, changes: Change[]): PlannedCommit => {
  const [organizationId = '', mutationId = '', groupId = ''] = ids(3)
  const facts = { organizationId, version, mutationId, mutation: 'm', actorId: null, changeSetId: groupId }
  return { commit: { ...facts, at: new Date(0).toISOString(), changes }, result: { saved: 1 } }
}

it('writes short and long commits as they are', async () => {
  const membership = (count: number): Change => {
    return { entity: 'membership', op: 'add', groupId: randomUUID(), userIds: ids(count) }
  }
  const batch = [
    planned(1, []),
    planned(2, [membership(1), membership(25_000), membership(10_000), membership(2)]),
    { ...planned(3, [membership(10_001)]), result: undefined },
  ]
  expect(JSON.parse(await logText(batch))).toEqual(
    batch.map(({ commit, result }) => ({ ...commit, result: result ?? null })),
  )
})

it('lets others run while it writes a long commit', async () => {
  let turns = 0
  let isOver = false
  const turn = () => {
    turns += 1
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  await logText([
    planned(1, [{ entity: 'membership', op: 'add', groupId: randomUUID(), userIds: ids(60_000) }]),
  ])
  isOver = true
  expect(turns).toBeGreaterThanOrEqual(5)
})
