import { describe, expect, it } from 'vitest'
import { isProblem } from '../protocol/problem.ts'
import type { ChangeSetContent } from '../staging/change-set-content.ts'
import type { Intent } from '../staging/document.ts'
import { AT, idOf, sampleState } from '../staging/sample-organization.ts'
import { type BatchRow, type Scope, type StagedChange, stagedKey } from '../staging/staged-change.ts'
import { planMutation, planMutationInSlices } from './plan-mutation.ts'

const ops = idOf('ops')
const member = (user: string, to: 'in' | 'out' = 'in', group = 'ops'): Intent => ({
  kind: 'membership',
  groupId: idOf(group),
  userId: idOf(user),
  to,
})
const share = (dashboard: string, to: 'in' | 'out' = 'in'): Intent => ({
  kind: 'share',
  groupId: ops,
  dashboardId: idOf(dashboard),
  to,
})

function contentOf(
  changeSet: string,
  intents: Intent[],
  batches: Record<string, BatchRow[]> = {},
): ChangeSetContent {
  const changes = intents.map((intent) => ({ ...intent, by: idOf('bea'), at: AT, base: 7 }) as StagedChange)
  return {
    changeSetId: idOf(changeSet),
    entries: new Map(changes.map((change) => [stagedKey(change), change])),
    exclusions: new Set(),
    comments: [],
    batches: new Map(Object.entries(batches)),
  }
}

function save(
  content: ChangeSetContent,
  {
    scope = { of: 'all' },
    uncovered,
    actor = 'ana',
    state = sampleState(),
  }: {
    scope?: Scope
    uncovered?: number
    actor?: string
    state?: ReturnType<typeof sampleState>
  } = {},
) {
  const args = { changeSetId: content.changeSetId, scope, stateVector: 'AA==' }
  const context = { actorId: idOf(actor), now: AT, mutationId: idOf('m'), content, uncovered }
  return planMutation(state, 'changeSet.commit', args, context)
}

describe('saving a change set', () => {
  it('makes one change per group, kind and direction, and empties the list', () => {
    const content = contentOf('draft', [
      member('vic'),
      share('sites'),
      member('uma', 'out'),
      member('max'),
      share('costs', 'out'),
    ])
    expect(save(content)).toEqual({
      changes: [
        { entity: 'membership', op: 'remove', groupId: ops, userIds: [idOf('uma')] },
        { entity: 'membership', op: 'add', groupId: ops, userIds: [idOf('vic'), idOf('max')] },
        { entity: 'share', op: 'remove', groupId: ops, dashboardIds: [idOf('costs')] },
        { entity: 'share', op: 'add', groupId: ops, dashboardIds: [idOf('sites')] },
      ],
      result: { saved: 5, noops: 0, conflicts: 0 },
      unstage: { changeSetId: idOf('draft'), keys: [...content.entries.keys()], replace: [] },
    })
  })

  it('ST7 drops no-ops, and leaves conflicts and what lies outside the scope', () => {
    const content = contentOf('draft', [
      member('vic'),
      member('uma'),
      member('ghost'),
      member('vic', 'in', 'sales'),
    ])
    const [ready, noop] = content.entries.keys()
    expect(save(content, { scope: { of: 'group', groupId: ops } })).toMatchObject({
      result: { saved: 1, noops: 1, conflicts: 1 },
      unstage: { keys: [ready, noop] },
    })
  })

  it('works when only no-ops are left: they leave the list', () => {
    expect(save(contentOf('draft', [member('uma')]))).toMatchObject({
      changes: [],
      result: { saved: 0, noops: 1 },
    })
  })

  it('says so when there is nothing to save', () => {
    for (const content of [contentOf('draft', []), contentOf('draft', [member('ghost')])])
      expect(save(content)).toMatchObject({ kind: 'conflict', title: 'Nothing to save' })
  })

  it('closes a named change set when nothing remains, but not the Shared draft', () => {
    const closed = { entity: 'changeSet', after: { status: 'saved', closedAt: AT, closedBy: idOf('ana') } }
    const changesOf = (outcome: ReturnType<typeof save>) => (isProblem(outcome) ? [] : outcome.changes)
    expect(changesOf(save(contentOf('spring', [member('vic')])))).toMatchObject([{}, closed])
    expect(changesOf(save(contentOf('spring', [member('vic')]), { uncovered: 1 }))).toHaveLength(1)
    expect(changesOf(save(contentOf('spring', [member('vic'), member('ghost')])))).toHaveLength(1)
    expect(changesOf(save(contentOf('draft', [member('vic')])))).toHaveLength(1)
  })

  it('refuses change sets that are closed or not there', () => {
    const state = sampleState()
    const planned = save(contentOf('spring', [member('vic')]), { state })
    if (!isProblem(planned)) state.apply(planned.changes)
    expect(save(contentOf('spring', [member('max')]), { state })).toMatchObject({
      title: 'spring was saved already',
    })
    expect(save(contentOf('nowhere', [member('max')]))).toMatchObject({ kind: 'not-found' })
  })

  it('keeps a batch with conflicts staged, and saves the rest of it', () => {
    const row = (user: string, line: number): BatchRow => ({
      kind: 'membership',
      line,
      groupId: ops,
      userId: idOf(user),
      to: 'in',
    })
    const batch: Intent = { kind: 'batch', batchId: idOf('file'), of: 'memberships', name: 'f', count: 3 }
    const rows = [row('vic', 1), row('uma', 2), row('ghost', 3)]
    expect(save(contentOf('draft', [batch], { [idOf('file')]: rows }))).toMatchObject({
      result: { saved: 1, noops: 1, conflicts: 1 },
      unstage: { keys: [], replace: [{ batchId: idOf('file') }] },
    })
    expect(save(contentOf('draft', [batch], { [idOf('file')]: rows.slice(0, 2) }))).toMatchObject({
      result: { saved: 1, noops: 1 },
      unstage: { keys: [`batch:${idOf('file')}`] },
    })
  })

  it('creates the users and groups of files, for those who may', () => {
    const intents: Intent[] = [
      { kind: 'batch', batchId: idOf('people'), of: 'users', name: 'p', count: 1 },
      { kind: 'batch', batchId: idOf('groups'), of: 'groups', name: 'g', count: 1 },
    ]
    const content = contentOf('draft', intents, {
      [idOf('people')]: [
        {
          kind: 'user',
          line: 2,
          userId: idOf('zoe'),
          email: 'zoe@example.com',
          name: 'Zoe',
          role: 'analyst',
        },
      ],
      [idOf('groups')]: [{ kind: 'group', line: 2, groupId: idOf('new'), name: 'New', description: 'd' }],
    })
    const state = sampleState()
    const planned = save(content, { state })
    if (isProblem(planned)) throw new Error(planned.title)
    state.apply(planned.changes)
    expect(state.users.get(idOf('zoe'))).toMatchObject({
      status: 'invited',
      roles: ['analyst'],
      createdAt: AT,
    })
    expect(state.groups.get(idOf('new'))).toMatchObject({ name: 'New', createdBy: idOf('ana') })
    expect(save(content, { actor: 'max' })).toMatchObject({ result: { saved: 1, noops: 0, conflicts: 1 } })
  })

  it('plans the same in slices', () => {
    const content = contentOf('draft', [member('vic')])
    const args = { changeSetId: content.changeSetId, scope: { of: 'all' }, stateVector: 'AA==' }
    const context = { actorId: idOf('ana'), now: AT, mutationId: idOf('m'), content }
    const slices = planMutationInSlices(sampleState(), 'changeSet.commit', args, context)
    expect(slices.next()).toEqual({ done: true, value: save(content) })
  })
})
