import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyImage, perform, sampleId, someEdits } from '../model/random-organization.ts'
import { Replica } from '../model/replica.ts'
import { touchedBy } from '../model/touched.ts'
import type { Id } from '../protocol/scalars.ts'
import type { ChangeSetContent } from '../staging/change-set-content.ts'
import { type StagedChange, stagedKey } from '../staging/staged-change.ts'
import { viewNamed } from './registry.ts'

const page = { search: '', page: 0, pageSize: 50 }
const byName = { by: 'name', dir: 'asc' }
const groupIds = [0, 2, 3].map((number) => sampleId('group', number))
const changeSetId = sampleId('organization', 7)

const staged: StagedChange[] = [2, 3].flatMap((number) => {
  const stamp = { by: sampleId('user', 0), at: '2026-01-01T00:00:00.000Z', base: 0, to: 'in' } as const
  const groupId = sampleId('group', number)
  return [
    { kind: 'membership', groupId, userId: sampleId('user', 1), ...stamp },
    { kind: 'share', groupId, dashboardId: sampleId('dashboard', 1), ...stamp },
  ]
})
const contentOf = (id: Id): ChangeSetContent => ({
  changeSetId: id,
  entries: new Map(staged.map((change) => [stagedKey(change), change])),
  exclusions: new Set(),
  comments: [],
  batches: new Map(),
})

const subscriptions: [string, unknown][] = [
  ['organization.summary', {}],
  ['group.list', { ...page, kind: 'all', sort: byName }],
  ['user.list', { ...page, status: 'all', sort: byName }],
  ['dashboard.list', { ...page, sort: byName }],
  ['changeSet.list', { status: 'open' }],
  ['changeSet.entries', { changeSetId, scope: { of: 'all' } }],
  ['changeSet.impact', { changeSetId, scope: { of: 'all' }, by: 'people' }],
  ...groupIds.flatMap((groupId): [string, unknown][] => [
    ['group.detail', { groupId }],
    ['group.members', { ...page, groupId, sort: byName }],
    ['group.dashboards', { ...page, groupId, sort: byName }],
    ['group.candidates', { groupId, of: 'members', search: '', limit: 50 }],
    ['group.candidates', { groupId, of: 'dashboards', search: '', limit: 50 }],
    ['mutation.preview', { name: 'group.delete', args: { groupId } }],
  ]),
]

const watched = subscriptions.map(([name, input]) => {
  const view = viewNamed(name)
  if (!view) throw new Error(`There is no view ${name}`)
  return { view, args: view.args.parse(input), title: `${name} ${JSON.stringify(input)}` }
})

describe('dependsOn', () => {
  it('VW5 is false only when the result stays as it is, for every view', () => {
    fc.assert(
      fc.property(anyImage, someEdits, someEdits, (image, earlier, edits) => {
        const state = Replica.from(image)
        commit(state, earlier)
        const before = watched.map(({ view, args }) => view.compute({ state, contentOf }, args))
        const touched = touchedBy(commit(state, edits.slice(0, 1)))
        for (const [i, { view, args, title }] of watched.entries()) {
          if (view.dependsOn(touched, args, state)) continue
          expect(view.compute({ state, contentOf }, args), title).toEqual(before[i])
        }
      }),
      { numRuns: 500 },
    )
  })
})

function commit(state: Replica, edits: Parameters<typeof perform>[1]) {
  const changes = perform(state.fork(), edits)
  const version = state.version + 1
  state.applyCommit({
    organizationId: state.organization.id,
    version,
    mutationId: sampleId('mutation', version),
    mutation: 'test',
    actorId: sampleId('user', 0),
    at: '2026-01-01T00:00:00.000Z',
    changeSetId: null,
    changes,
  })
  return changes
}
