import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from './change.ts'
import type { Commit } from './commit.ts'
import { factKey } from './fact-key.ts'
import { memberCount, memberOrdinals } from './group-members.ts'
import { ImpossibleChange } from './impossible-change.ts'
import {
  anyImage,
  emptyImage,
  imageOf,
  perform,
  sampleDashboard,
  sampleGroup,
  sampleId,
  sampleUser,
  someEdits,
} from './random-organization.ts'
import { Replica } from './replica.ts'

const ada = sampleId('user', 1)
const bob = sampleId('user', 2)
const team = sampleId('group', 5)
const board = sampleId('dashboard', 1)

function small(): Replica {
  return Replica.from(
    emptyImage({
      users: [sampleUser(1), sampleUser(2, { roles: ['admin'] })],
      groups: [sampleGroup(0, 'all-users'), sampleGroup(1, 'all-analysts'), sampleGroup(5)],
      dashboards: [sampleDashboard(1, { ownerId: ada })],
      members: [{ groupId: team, userIds: [ada] }],
      shares: [{ groupId: team, dashboardIds: [board] }],
    }),
  )
}

function commitOf(version: number, changes: Change[]): Commit {
  return {
    organizationId: sampleId('organization', 0),
    version,
    mutationId: sampleId('mutation', version),
    mutation: 'membership.add',
    actorId: bob,
    at: `2026-01-01T00:00:0${version % 10}.000Z`,
    changeSetId: null,
    changes,
  }
}

/** What can be read of a state beside its rows. */
function derived(state: Replica) {
  const rank = (rows: {
    ranks(): { sequence: Uint32Array }
    at(ordinal: number): { id: string } | undefined
  }) => Array.from(rows.ranks().sequence, (ordinal) => rows.at(ordinal)?.id)
  return {
    counts: state.userCounts,
    usersByName: rank(state.users),
    groupsByName: rank(state.groups),
    builtIn: state.builtInGroups.map((group) => [
      group.id,
      memberCount(state, group),
      Array.from(memberOrdinals(state, group), (ordinal) => state.users.ids.id(ordinal)).sort(),
    ]),
    sizes: [state.users.size, state.groups.size, state.members.size, state.shares.size, state.owned.size],
    owned: [...state.users.values()].map(({ id }) => [id, [...state.owned.of(id)].sort()]).sort(),
    groupsOf: [...state.users.values()].map(({ id }) => [id, [...state.members.ofRight(id)].sort()]).sort(),
    byEmail: [...state.users.values()].every(
      ({ id, email }) => state.userByEmail(email.toUpperCase())?.id === id,
    ),
    byName: [...state.groups.values()].every(
      ({ id, name }) => state.groupByName(name.toUpperCase())?.id === id,
    ),
  }
}

describe('Replica', () => {
  it('is after any changes what it would be if loaded anew', () => {
    fc.assert(
      fc.property(anyImage, someEdits, (image, more) => {
        const state = Replica.from(image)
        state.users.ranks()
        state.groups.ranks()
        perform(state, more)
        expect(derived(state)).toEqual(derived(Replica.from(imageOf(state))))
      }),
    )
  })

  it('keeps forks and the original apart, whichever is written', () => {
    fc.assert(
      fc.property(anyImage, someEdits, someEdits, (image, onFork, onOriginal) => {
        const state = Replica.from(image)
        const before = imageOf(state)
        derived(state)
        const fork = state.fork()
        perform(fork, onFork)
        expect(imageOf(state)).toEqual(before)
        expect(derived(state)).toEqual(derived(Replica.from(before)))
        const forked = imageOf(fork)
        perform(state, onOriginal)
        expect(imageOf(fork)).toEqual(forked)
        expect(derived(fork)).toEqual(derived(Replica.from(forked)))
      }),
    )
  })

  it('rewinds to what it was before the last commits', () => {
    fc.assert(
      fc.property(anyImage, fc.array(someEdits, { maxLength: 4 }), (image, runs) => {
        const state = Replica.from(image)
        const before = imageOf(state)
        const commits = runs.map((run) => {
          const commit = commitOf(state.version + 1, perform(state.fork(), run))
          state.applyCommit(commit)
          return commit
        })
        expect(imageOf(state.rewind(commits))).toEqual(before)
      }),
    )
  })

  it('takes a commit whole or not at all', () => {
    const state = small()
    const before = imageOf(state)
    const changes: Change[] = [
      { entity: 'membership', op: 'add', groupId: team, userIds: [bob] },
      { entity: 'membership', op: 'add', groupId: team, userIds: [bob] },
    ]
    expect(() => state.applyCommit(commitOf(1, changes))).toThrow(ImpossibleChange)
    expect(imageOf(state)).toEqual(before)
  })

  it('takes commits in order only', () => {
    expect(() => small().applyCommit(commitOf(2, []))).toThrow('commit 2 does not follow version 0')
  })

  const membership = { entity: 'membership', groupId: team } as const
  const impossible: [string, Change, string][] = [
    ['adding a member twice', { ...membership, op: 'add', userIds: [ada] }, 'is there already'],
    [
      'naming a user twice in one change',
      { ...membership, op: 'add', userIds: [bob, bob] },
      'is named twice',
    ],
    ['removing someone who is no member', { ...membership, op: 'remove', userIds: [bob] }, 'is not there'],
    [
      'adding someone who does not exist',
      { ...membership, op: 'add', userIds: [sampleId('user', 9)] },
      'is of nothing that is there',
    ],
    [
      'adding someone to a built-in group',
      { entity: 'membership', op: 'add', groupId: sampleId('group', 0), userIds: [ada] },
      'built in',
    ],
    [
      'sharing with a group that does not exist',
      { entity: 'share', op: 'add', groupId: sampleId('group', 9), dashboardIds: [board] },
      'is not there',
    ],
    [
      'deleting a group with members',
      { entity: 'group', op: 'delete', id: team, before: sampleGroup(5) },
      'members',
    ],
    [
      'deleting a user in a group',
      { entity: 'user', op: 'delete', id: ada, before: sampleUser(1) },
      'is in groups',
    ],
    [
      'deleting a shared dashboard',
      { entity: 'dashboard', op: 'delete', id: board, before: sampleDashboard(1) },
      'is shared',
    ],
    [
      'creating a row again',
      { entity: 'user', op: 'create', id: ada, after: sampleUser(1) },
      'exists already',
    ],
    [
      'updating an absent row',
      { entity: 'user', op: 'update', id: sampleId('user', 9), before: { name: 'A' }, after: { name: 'B' } },
      'is not there',
    ],
    [
      'a second user with one e-mail address',
      {
        entity: 'user',
        op: 'create',
        id: sampleId('user', 9),
        after: sampleUser(9, { email: 'PERSON1@example.org' }),
      },
      'is taken',
    ],
    [
      'a second group of one name, whatever its case',
      {
        entity: 'group',
        op: 'create',
        id: sampleId('group', 9),
        after: { ...sampleGroup(9), name: 'GROUP 5' },
      },
      'is taken',
    ],
  ]
  it.each(impossible)('refuses %s', (_, change, message) => {
    const attempt = () => small().fork().apply([change])
    expect(attempt).toThrow(ImpossibleChange)
    expect(attempt).toThrow(message)
  })

  it('remembers who last touched a fact, one by one and in bulk', () => {
    const users = Array.from({ length: 1_000 }, (_, i) => sampleUser(i + 10))
    const groups = [sampleGroup(5)]
    const state = Replica.from(emptyImage({ users: [sampleUser(2), ...users], groups }))
    const userIds = users.map(({ id }) => id)
    state.applyCommit(commitOf(1, [{ ...membership, op: 'add', userIds }]))
    const first = userIds[0] ?? ''
    state.applyCommit(commitOf(2, [{ ...membership, op: 'remove', userIds: [first] }]))
    expect(state.stampOf(factKey.membership(team, userIds[999] ?? ''))?.version).toBe(1)
    expect(state.stampOf(factKey.membership(team, first))?.version).toBe(2)
    expect(state.stampOf(factKey.membership(team, bob))).toBeUndefined()
    expect(state.groupStampOf(team)).toMatchObject({ version: 2, actorId: bob })
  })
})

it('adopts a fork that holds the commits already, and no other fork', () => {
  const commit = commitOf(1, [{ entity: 'membership', op: 'add', groupId: team, userIds: [bob] }])
  const [adopting, applying] = [small(), small()]
  const fork = adopting.fork()
  fork.apply(commit.changes)
  const late = adopting.fork()
  expect(adopting.adopt(fork, [commit])).toBe(true)
  applying.applyCommit(commit)
  expect(imageOf(adopting)).toEqual(imageOf(applying))
  expect(derived(adopting)).toEqual(derived(applying))
  expect(adopting.stampOf(factKey.membership(team, bob))?.version).toBe(1)
  expect(adopting.adopt(late, [commitOf(2, [])])).toBe(false)
  expect(adopting.version).toBe(1)
})
