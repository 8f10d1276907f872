import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from '../model/change.ts'
import { inverseOf } from '../model/inverse.ts'
import type { Replica } from '../model/replica.ts'
import type { ChangeSetContent } from './change-set-content.ts'
import { planSave, planSaveInSlices, type SavePlan } from './plan-change-set.ts'
import { AT, idOf, sampleState } from './sample-organization.ts'
import { type BatchRow, type Scope, type StagedChange, stagedKey } from './staged-change.ts'

const users = ['ana', 'bea', 'max', 'uma', 'vic', 'ghost']
const groups = ['ops', 'sales', 'All Users', 'ghosts']
const dashboards = ['costs', 'sites', 'ghostly']
const to = fc.constantFrom('in' as const, 'out' as const)
const group = fc.constantFrom(...groups).map(idOf)
const stamp = { by: idOf('ana'), at: AT, base: 7 }

const membership = fc.record({ groupId: group, userId: fc.constantFrom(...users).map(idOf), to })
const share = fc.record({ groupId: group, dashboardId: fc.constantFrom(...dashboards).map(idOf), to })
const single: fc.Arbitrary<StagedChange> = fc.oneof(
  membership.map((wish) => ({ kind: 'membership' as const, ...wish, ...stamp })),
  share.map((wish) => ({ kind: 'share' as const, ...wish, ...stamp })),
)

function contentOf(changes: StagedChange[], batches: Record<string, BatchRow[]> = {}): ChangeSetContent {
  return {
    changeSetId: idOf('draft'),
    entries: new Map(changes.map((change) => [stagedKey(change), change])),
    exclusions: new Set(),
    comments: [],
    batches: new Map(Object.entries(batches)),
  }
}

const content = fc.array(single, { maxLength: 25 }).map((changes) => contentOf(changes))
const withBatches = fc
  .tuple(
    fc.array(single, { maxLength: 8 }),
    fc.array(membership, { maxLength: 12 }),
    fc.array(membership, { maxLength: 12 }),
  )
  .map(([changes, ...files]) => {
    const batches: Record<string, BatchRow[]> = {}
    const entries = files.map((file, index): StagedChange => {
      const batchId = idOf(`file ${index}`)
      const distinct = new Map(file.map((row) => [row.groupId + row.userId, row]))
      batches[batchId] = [...distinct.values()].map((row, line) => ({ kind: 'membership', line, ...row }))
      return {
        kind: 'batch',
        batchId,
        of: 'memberships',
        name: batchId,
        count: Math.max(1, distinct.size),
        ...stamp,
      }
    })
    const [one, two] = entries
    return contentOf([...(one ? [one] : []), ...changes, ...(two ? [two] : [])], batches)
  })

const options = (scope: Scope = { of: 'all' }) => ({ scope, now: AT })
const factsOf = (state: Replica) => ({
  members: [...state.groups.values()].map(({ id }) => [id, [...state.members.of(id)].sort()]),
  shares: [...state.groups.values()].map(({ id }) => [id, [...state.shares.of(id)].sort()]),
})
function after(state: Replica, changes: Change[]): Replica {
  const fork = state.fork()
  fork.apply(changes)
  return fork
}
/** What stays staged after a save. */
const without = (staged: ChangeSetContent, { keys, replace }: SavePlan): ChangeSetContent => {
  const entries = new Map([...staged.entries].filter(([key]) => !keys.includes(key)))
  for (const batch of replace) entries.set(stagedKey(batch), batch)
  return { ...staged, entries }
}

describe('the plan of a save', () => {
  it('always fits the saved rows, and its inverse takes it back', () => {
    fc.assert(
      fc.property(fc.oneof(content, withBatches), (staged) => {
        const state = sampleState()
        const { changes } = planSave(state, staged, options())
        const saved = after(state, changes)
        expect(factsOf(after(saved, inverseOf(changes)))).toEqual(factsOf(state))
        expect(inverseOf(inverseOf(changes))).toEqual(changes)
      }),
    )
  })

  it('counts what it changes: no repeat and no no-op is in it', () => {
    fc.assert(
      fc.property(fc.oneof(content, withBatches), (staged) => {
        const { changes, saved } = planSave(sampleState(), staged, options())
        const facts = changes.flatMap((change) =>
          change.entity === 'membership'
            ? change.userIds.map((id) => change.groupId + id)
            : change.entity === 'share'
              ? change.dashboardIds.map((id) => change.groupId + id)
              : [],
        )
        expect(facts).toHaveLength(saved)
        expect(new Set(facts).size).toBe(saved)
      }),
    )
  })

  it('leaves nothing to do: saving again finds only conflicts', () => {
    fc.assert(
      fc.property(fc.oneof(content, withBatches), (staged) => {
        const state = sampleState()
        const first = planSave(state, staged, options())
        const again = planSave(after(state, first.changes), without(staged, first), options())
        expect(again.saved).toBe(0)
        expect(again.conflicts).toBe(first.conflicts)
      }),
    )
  })

  it('settles the saved rows of a batch for good: they do not come back when somebody undoes them', () => {
    const state = sampleState()
    const rows = ['vic', 'ghost'].map((user, line): BatchRow => {
      return { kind: 'membership', line, groupId: idOf('ops'), userId: idOf(user), to: 'in' }
    })
    const batch = {
      kind: 'batch',
      batchId: idOf('file'),
      of: 'memberships',
      name: 'f',
      count: 2,
      ...stamp,
    } as const
    const staged = contentOf([batch], { [idOf('file')]: rows })
    const first = planSave(state, staged, options())
    expect(first).toMatchObject({ saved: 1, conflicts: 1, keys: [] })
    const undone = after(after(state, first.changes), inverseOf(first.changes))
    expect(planSave(undone, without(staged, first), options())).toMatchObject({
      saved: 0,
      noops: 0,
      conflicts: 1,
      replace: [],
    })
  })

  it('gives each single wish its way: the later of two wins', () => {
    fc.assert(
      fc.property(withBatches, (staged) => {
        const state = sampleState()
        const saved = after(state, planSave(state, staged, options()).changes)
        const last = new Map<string, { groupId: string; userId: string; to: string }>()
        for (const entry of staged.entries.values())
          for (const wish of entry.kind === 'batch' ? (staged.batches.get(entry.batchId) ?? []) : [entry])
            if (wish.kind === 'membership') last.set(wish.groupId + wish.userId, wish)
        for (const { groupId, userId, to } of last.values())
          if (state.groups.get(groupId)?.kind === 'custom' && state.users.has(userId))
            expect(saved.members.has(groupId, userId)).toBe(to === 'in')
      }),
    )
  })

  it('saves group by group what it saves at once', () => {
    fc.assert(
      fc.property(content, fc.shuffledSubarray(groups, { minLength: groups.length }), (staged, order) => {
        const state = sampleState()
        const whole = planSave(state, staged, options())
        let parts = state.fork()
        let rest = staged
        let saved = 0
        for (const word of order) {
          const part = planSave(parts, rest, options({ of: 'group', groupId: idOf(word) }))
          parts = after(parts, part.changes)
          rest = without(rest, part)
          saved += part.saved
        }
        expect(factsOf(parts)).toEqual(factsOf(after(state, whole.changes)))
        expect(saved).toBe(whole.saved)
      }),
    )
  })

  it('is the same in slices', () => {
    const rows: BatchRow[] = Array.from({ length: 25_000 }, (_, line) => ({
      kind: 'user',
      line,
      userId: idOf(`u${line}`),
      email: `u${line}@example.com`,
      name: 'U',
      role: 'viewer',
    }))
    const staged = contentOf(
      [{ kind: 'batch', batchId: idOf('file'), of: 'users', name: 'f', count: rows.length, ...stamp }],
      { [idOf('file')]: rows },
    )
    const slices = planSaveInSlices(sampleState(), staged, options())
    const progress = []
    let step = slices.next()
    for (; !step.done; step = slices.next()) progress.push(step.value)
    expect(progress).toEqual([
      { done: 10_000, total: 25_000 },
      { done: 20_000, total: 25_000 },
    ])
    expect(step.value).toMatchObject({ saved: 25_000, noops: 0, conflicts: 0 })
    expect(step.value).toEqual(planSave(sampleState(), staged, options()))
  })
})
