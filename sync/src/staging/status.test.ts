import { describe, expect, it } from 'vitest'
import type { Replica } from '../model/replica.ts'
import type { ChangeSetContent } from './change-set-content.ts'
import type { Intent } from './document.ts'
import { AT, idOf, sampleState } from './sample-organization.ts'
import { type BatchRow, type StagedChange, stagedKey } from './staged-change.ts'
import { reasonOfRow, statusesOf } from './status.ts'

const ops = idOf('ops')
const wantsIn = (user: string, groupId = ops): Intent => ({
  kind: 'membership',
  groupId,
  userId: idOf(user),
  to: 'in',
})
const wantsOut = (user: string): Intent => ({ ...wantsIn(user), to: 'out' }) as Intent

function contentOf(
  intents: Intent[],
  batches: Record<string, BatchRow[]> = {},
  exclusions: string[] = [],
): ChangeSetContent {
  const changes = intents.map(
    (intent, index) =>
      ({ ...intent, by: idOf('ana'), at: `2026-03-04T11:20:${10 + index}Z`, base: 7 }) as StagedChange,
  )
  return {
    changeSetId: idOf('draft'),
    entries: new Map(changes.map((change) => [stagedKey(change), change])),
    exclusions: new Set(exclusions),
    comments: [],
    batches: new Map(Object.entries(batches)),
  }
}

const batch = (
  word: string,
  count: number,
  of: 'memberships' | 'users' | 'groups' = 'memberships',
): Intent => ({
  kind: 'batch',
  batchId: idOf(word),
  of,
  name: `${word}.csv`,
  count,
})
const row = (user: string, to: 'in' | 'out' = 'in'): BatchRow => ({
  kind: 'membership',
  line: 2,
  groupId: ops,
  userId: idOf(user),
  to,
})
const single = (state: Replica, intent: Intent) => [...statusesOf(state, contentOf([intent])).values()][0]

describe('status of one staged change', () => {
  it('ST14 is ready when it would change something', () => {
    expect(single(sampleState(), wantsIn('vic'))).toEqual({ state: 'ready', reason: null })
    expect(single(sampleState(), wantsOut('uma'))).toEqual({ state: 'ready', reason: null })
  })

  it('is a no-op that names who did it when it is so already', () => {
    const state = sampleState()
    state.applyCommit({
      organizationId: idOf('org'),
      version: 8,
      mutationId: idOf('m'),
      mutation: 'membership.add',
      actorId: idOf('bea'),
      at: AT,
      changeSetId: null,
      changes: [{ entity: 'membership', op: 'add', groupId: ops, userIds: [idOf('vic')] }],
    })
    expect(single(state, wantsIn('vic'))).toEqual({
      state: 'no-op',
      reason: { code: 'already-in', by: { id: idOf('bea'), name: 'Bea' }, at: AT },
    })
  })

  it('is a conflict when the ground is gone or not to be edited', () => {
    const code = (intent: Intent, state = sampleState()) => single(state, intent)?.reason?.code
    expect(code(wantsIn('vic', idOf('ghosts')))).toBe('group-gone')
    expect(code(wantsIn('ghost'))).toBe('user-gone')
    expect(code(wantsIn('vic', idOf('All Users')))).toBe('built-in')
    const share = (dashboard: string): Intent => ({
      kind: 'share',
      groupId: ops,
      dashboardId: idOf(dashboard),
      to: 'in',
    })
    expect(code(share('ghost'))).toBe('dashboard-gone')
    expect(code(share('sites'))).toBeUndefined()
    expect(code(share('sites'), sampleState('pro'))).toBe('not-allowed')
    expect(code(share('costs'))).toBe('already-in')
  })
})

describe('status of a batch', () => {
  it('counts its rows, without the excluded ones', () => {
    const content = contentOf(
      [batch('file', 4)],
      { [idOf('file')]: [row('vic'), row('uma'), row('ghost'), row('max')] },
      [`${idOf('file')}:3`],
    )
    expect(statusesOf(sampleState(), content).get(`batch:${idOf('file')}`)).toMatchObject({
      state: 'ready',
      batch: { count: 4, ready: 1, noop: 1, conflicts: 1, excluded: 1 },
    })
    expect(reasonOfRow(sampleState(), content, idOf('file'), 2)?.code).toBe('user-gone')
  })

  it('stays in conflict while its rows cannot be read', () => {
    const status = statusesOf(sampleState(), contentOf([batch('file', 4)])).get(`batch:${idOf('file')}`)
    expect(status).toMatchObject({ state: 'conflict', batch: { conflicts: 4 } })
  })

  it('lets the later of a row and a single entry win', () => {
    const rows = { [idOf('file')]: [row('vic')] }
    const later = contentOf([batch('file', 1), wantsIn('vic')], rows)
    const earlier = contentOf([wantsIn('vic'), batch('file', 1)], rows)
    const states = (content: ChangeSetContent) =>
      [...statusesOf(sampleState(), content).values()].map(({ state }) => state)
    expect(states(later)).toEqual(['no-op', 'ready'])
    expect(states(earlier)).toEqual(['no-op', 'ready'])
    expect(reasonOfRow(sampleState(), later, idOf('file'), 0)).toMatchObject({
      code: 'superseded',
      by: { name: 'Ana' },
    })
  })

  it('lets the later of two files win, row by row', () => {
    const content = contentOf([batch('one', 2), batch('two', 1)], {
      [idOf('one')]: [row('vic'), row('max')],
      [idOf('two')]: [row('vic')],
    })
    const statuses = statusesOf(sampleState(), content)
    expect(statuses.get(`batch:${idOf('one')}`)?.batch).toMatchObject({ ready: 1, noop: 1 })
    expect(statuses.get(`batch:${idOf('two')}`)?.batch).toMatchObject({ ready: 1, noop: 0 })
  })

  it('asks the rights of who would save: users need Manage users, admins need an admin', () => {
    const users = (role: string): Extract<BatchRow, { kind: 'user' }> => ({
      kind: 'user',
      line: 2,
      userId: idOf(`new ${role}`),
      email: `${role}@new.example`,
      name: role,
      role,
    })
    const content = contentOf([batch('file', 3, 'users')], {
      [idOf('file')]: [users('viewer'), users('admin'), { ...users('viewer'), email: 'UMA@example.com' }],
    })
    const counts = (actor: string) => {
      const state = sampleState()
      return statusesOf(state, content, { actor: state.users.get(idOf(actor)) }).get(`batch:${idOf('file')}`)
        ?.batch
    }
    expect(counts('ana')).toMatchObject({ ready: 2, noop: 1, conflicts: 0 })
    expect(counts('pia')).toMatchObject({ ready: 1, noop: 1, conflicts: 1 })
    expect(counts('max')).toMatchObject({ ready: 0, noop: 1, conflicts: 2 })
  })
})
