import { describe, expect, it } from 'vitest'
import type { Change } from '../model/change.ts'
import {
  emptyImage,
  sampleDashboard,
  sampleGroup,
  sampleId,
  sampleUser,
} from '../model/random-organization.ts'
import { Replica } from '../model/replica.ts'
import { isProblem } from '../protocol/problem.ts'
import type { ChangeSetContent } from '../staging/change-set-content.ts'
import { type StagedChange, stagedKey } from '../staging/staged-change.ts'
import { type ViewName, type ViewRows, viewNamed } from './registry.ts'
import type { Result } from './view.ts'

const ada = sampleId('user', 1)
const bob = sampleId('user', 2)
const zoe = sampleId('user', 3)
const [allUsers, team] = [sampleId('group', 0), sampleId('group', 5)]
const board = sampleId('dashboard', 1)
const at = '2026-02-03T04:05:06.000Z'

function organization(): Replica {
  return Replica.from(
    emptyImage({
      users: [
        sampleUser(1, { name: 'Ada Lovelace', roles: ['admin'] }),
        sampleUser(2, { name: 'Bob', email: 'lovely@example.org', status: 'invited' }),
        sampleUser(3, { name: 'Zoë Adams', status: 'disabled' }),
      ],
      groups: [sampleGroup(0, 'all-users'), sampleGroup(1, 'all-analysts'), sampleGroup(5)],
      dashboards: [sampleDashboard(1, { ownerId: ada })],
      members: [{ groupId: team, userIds: [ada] }],
      shares: [{ groupId: team, dashboardIds: [board] }],
    }),
  )
}

function read<N extends ViewName>(
  state: Replica,
  name: N,
  input: ViewRows[N]['args'],
  content?: ChangeSetContent,
): Result<ViewRows[N]['row'], ViewRows[N]['meta']> {
  const view = viewNamed(name)
  const args = view?.args.parse(input)
  const result = view?.compute({ state, contentOf: () => content }, args)
  if (result === undefined || isProblem(result)) throw new Error(result?.title ?? `There is no view ${name}`)
  return result as Result<ViewRows[N]['row'], ViewRows[N]['meta']>
}

function commit(state: Replica, changes: Change[]): void {
  const mutationId = sampleId('mutation', state.version)
  const stamp = { version: state.version + 1, mutationId, mutation: 'membership.add', actorId: ada, at }
  state.applyCommit({ organizationId: state.organization.id, ...stamp, changeSetId: null, changes })
}

function contentWith(changes: StagedChange[]): ChangeSetContent {
  const entries = new Map(changes.map((change) => [stagedKey(change), change]))
  const changeSetId = sampleId('organization', 1)
  return { changeSetId, entries, exclusions: new Set(), comments: [], batches: new Map() }
}

const page = { search: '', page: 0, pageSize: 10 }
const byName = { by: 'name', dir: 'asc' } as const

describe('group.list', () => {
  it('puts built-in groups first by name and counts their computed members', () => {
    const { rows, meta } = read(organization(), 'group.list', { ...page, kind: 'all', sort: byName })
    expect(rows.map(({ kind, members }) => [kind, members])).toEqual([
      ['all-analysts', 1],
      ['all-users', 1],
      ['custom', 1],
    ])
    expect(meta).toEqual({ total: 3, all: 3, custom: 1, builtIn: 2 })
  })

  it('says who changed a group last', () => {
    const state = organization()
    commit(state, [{ entity: 'membership', op: 'add', groupId: team, userIds: [bob] }])
    const { rows } = read(state, 'group.list', { ...page, kind: 'custom', sort: byName })
    expect(rows[0]?.lastChange).toEqual({ at, byId: ada, byName: 'Ada Lovelace' })
  })
})

describe('group.members', () => {
  it('finds members by any part of name or e-mail, without accents', () => {
    const state = organization()
    commit(state, [{ entity: 'membership', op: 'add', groupId: team, userIds: [bob, zoe] }])
    const names = (search: string) =>
      read(state, 'group.members', { ...page, groupId: team, search, sort: byName }).rows.map(
        ({ name }) => name,
      )
    expect(names('zoe')).toEqual(['Zoë Adams'])
    expect(names('LOVEL')).toEqual(['Ada Lovelace', 'Bob'])
    expect(names('ada love')).toEqual(['Ada Lovelace'])
  })

  it('says who added a member, as long as that is recent', () => {
    const state = organization()
    commit(state, [{ entity: 'membership', op: 'add', groupId: team, userIds: [bob] }])
    const { rows } = read(state, 'group.members', { ...page, groupId: team, sort: byName })
    expect(rows.map(({ added }) => added?.byName)).toEqual([undefined, 'Ada Lovelace'])
  })

  it('is a problem for a group that is not there', () => {
    const view = viewNamed('group.members')
    const args = { ...page, groupId: sampleId('group', 9), sort: byName }
    expect(view?.compute({ state: organization(), contentOf: () => undefined }, args)).toMatchObject({
      kind: 'not-found',
    })
  })
})

describe('group.candidates', () => {
  it('offers names and addresses that begin with the search before others, and marks members', () => {
    const { rows, meta } = read(organization(), 'group.candidates', {
      groupId: team,
      of: 'members',
      search: 'ada',
      limit: 5,
    })
    expect(rows.map(({ name, present }) => [name, present])).toEqual([
      ['Ada Lovelace', true],
      ['Zoë Adams', false],
    ])
    expect(meta).toEqual({ matching: 2 })
  })
})

describe('dashboard.list', () => {
  it('counts who can open each dashboard, once each', () => {
    const { rows } = read(organization(), 'dashboard.list', { ...page, sort: byName })
    expect(rows).toMatchObject([{ name: 'Dashboard 1', ownerName: 'Ada Lovelace', groups: 1, people: 1 }])
  })
})

describe('views of staged changes', () => {
  const stamp = { by: ada, at, base: 0 }
  const content = contentWith([
    { kind: 'membership', groupId: team, userId: bob, to: 'in', ...stamp },
    { kind: 'membership', groupId: team, userId: ada, to: 'in', ...stamp },
  ])
  const args = { changeSetId: content.changeSetId, scope: { of: 'all' } } as const

  it('changeSet.entries names people and says what stands in the way', () => {
    const { rows, meta } = read(organization(), 'changeSet.entries', args, content)
    expect(
      rows.map(({ subject, state, reason, by }) => [subject?.name, state, reason?.code, by.name]),
    ).toEqual([
      ['Bob', 'ready', undefined, 'Ada Lovelace'],
      ['Ada Lovelace', 'no-op', 'already-in', 'Ada Lovelace'],
    ])
    expect(meta).toMatchObject({ total: 2, ready: 1, noop: 1, conflicts: 0 })
  })

  it('changeSet.entries names who staged and who commented, wherever they are', () => {
    const comment = { id: sampleId('mutation', 1), by: zoe, at, text: 'Why?' }
    const said = { ...content, comments: [comment] }
    const { meta } = read(organization(), 'changeSet.entries', args, said)
    expect(meta.people).toEqual([
      { id: ada, name: 'Ada Lovelace' },
      { id: zoe, name: 'Zoë Adams' },
    ])
  })

  it('changeSet.entries keeps the names of what was deleted since', () => {
    const state = organization()
    commit(state, [
      { entity: 'membership', op: 'remove', groupId: team, userIds: [ada] },
      { entity: 'share', op: 'remove', groupId: team, dashboardIds: [board] },
      { entity: 'group', op: 'delete', id: team, before: sampleGroup(5) },
    ])
    const { rows } = read(state, 'changeSet.entries', args, content)
    expect(rows.map(({ group, reason }) => [group?.name, reason])).toEqual(
      rows.map(() => [
        sampleGroup(5).name,
        { code: 'group-gone', at, by: { id: ada, name: 'Ada Lovelace' }, name: sampleGroup(5).name },
      ]),
    )
  })

  it('changeSet.impact says who gains what', () => {
    const { rows, meta } = read(organization(), 'changeSet.impact', { ...args, by: 'people' }, content)
    expect(meta).toMatchObject({ gainUsers: 1, gainDashboards: 1, gainPairs: 1, loseUsers: 0, shown: 1 })
    expect(rows).toMatchObject([
      { id: bob, name: 'Bob', gains: [{ id: board, name: 'Dashboard 1' }], loses: [] },
    ])
  })

  it('are problems for a change set that is not open', () => {
    expect(() => read(organization(), 'changeSet.entries', args)).toThrow('does not exist any more')
  })
})

describe('mutation.preview', () => {
  it('names what a removal takes and what stays, and through what', () => {
    const state = organization()
    commit(state, [{ entity: 'membership', op: 'add', groupId: team, userIds: [bob] }])
    const { rows } = read(state, 'mutation.preview', {
      name: 'membership.remove',
      args: { groupId: team, userIds: [ada, bob] },
    })
    expect(rows).toMatchObject([
      { id: bob, loseCount: 1, keepCount: 0, loses: [{ id: board }] },
      { id: ada, loseCount: 0, keepCount: 1, keepsThrough: ['Admin', 'Owner'] },
    ])
  })

  it('answers the problem that the mutation would', () => {
    const name = 'group.delete'
    expect(() => read(organization(), 'mutation.preview', { name, args: { groupId: allUsers } })).toThrow()
  })

  it('knows no internal mutation', () => {
    const name = 'user.signedIn'
    expect(() => read(organization(), 'mutation.preview', { name, args: { userId: ada } })).toThrow(
      'does not exist any more',
    )
  })
})
