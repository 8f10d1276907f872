import { describe, expect, it } from 'vitest'
import type { EntryRow } from '../../store/view-rows.ts'
import { authorsOf, blocksOf, countChanges, type LocalEntry, matching, pageEntries } from './page-entries.ts'

const stamp = { by: 'ana', at: '2026-03-04T12:00:00.000Z', base: 1 }
const membership = (userId: string, to: 'in' | 'out' = 'in', by = 'ana'): LocalEntry => ({
  key: `membership:g:${userId}`,
  change: { kind: 'membership', groupId: 'g', userId, to, ...stamp, by },
  unsent: false,
})
const batch: LocalEntry = {
  key: 'batch:b',
  change: { kind: 'batch', batchId: 'b', of: 'users', name: 'users.csv', count: 10, ...stamp },
  unsent: false,
}
const row = (userId: string, more: Partial<EntryRow> = {}): EntryRow => ({
  id: `membership:g:${userId}`,
  kind: 'membership',
  op: 'add',
  group: { id: 'g', name: 'Sales' },
  subject: { id: userId, name: `Name of ${userId}`, detail: 'mail' },
  by: { id: 'ana', name: 'Ana Ferreira' },
  at: stamp.at,
  state: 'ready',
  reason: null,
  batch: null,
  ...more,
})
const nobody = () => undefined

describe('the entries of a change set', () => {
  it('are there before the server knows them, and count as ready', () => {
    const [entry] = pageEntries([membership('u')], [], nobody)
    expect(entry).toMatchObject({ state: 'ready', subject: { name: '' }, by: { name: '' } })
  })

  it('take names, states and reasons from the server', () => {
    const said = row('u', { state: 'no-op', reason: { code: 'already-in' } })
    const [entry] = pageEntries([membership('u')], [said], nobody)
    expect(entry).toMatchObject({
      state: 'no-op',
      reason: { code: 'already-in' },
      subject: { name: 'Name of u' },
      group: { name: 'Sales' },
    })
  })

  it('forget what the server said of the opposite aim', () => {
    const [entry] = pageEntries([membership('u', 'out')], [row('u', { state: 'no-op' })], nobody)
    expect(entry).toMatchObject({ op: 'remove', state: 'ready', subject: { name: 'Name of u' } })
  })

  it('are counted by rows where they are batches, and found in every state of theirs', () => {
    const counts = { of: 'users' as const, name: 'users.csv', count: 10, ready: 7, noop: 2, conflicts: 1 }
    const said = row('', {
      id: 'batch:b',
      kind: 'batch',
      op: 'batch',
      group: null,
      subject: null,
      batch: counts,
    })
    const entries = pageEntries([batch, membership('u')], [said, row('u')], nobody)
    expect(countChanges(entries)).toEqual({ ready: 8, noop: 2, conflicts: 1 })
    expect(matching(entries, { state: 'conflict' })).toHaveLength(1)
    expect(matching(entries, { state: 'ready' })).toHaveLength(2)
  })

  it('stand in blocks by group, batches apart, and by author, the reader first', () => {
    const local = [membership('u', 'in', 'tom'), membership('v'), batch]
    const entries = pageEntries(local, [], nobody)
    const { blocks, batches } = blocksOf(entries)
    expect(blocks.map(({ groupId, entries: of }) => [groupId, of.length])).toEqual([['g', 2]])
    expect(batches).toHaveLength(1)
    expect(authorsOf(entries, 'ana').map(({ id, count }) => [id, count])).toEqual([
      ['ana', 2],
      ['tom', 1],
    ])
    expect(matching(entries, { by: 'tom' })).toHaveLength(1)
  })
})
