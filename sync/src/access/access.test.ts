import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyImage, emptyImage, perform, sampleId, someEdits } from '../model/random-organization.ts'
import { Replica } from '../model/replica.ts'
import type { State } from '../model/state.ts'
import { touchedBy } from '../model/touched.ts'
import type { Id } from '../protocol/scalars.ts'
import { accessDiff } from './diff.ts'
import { canOpen, Openers, whatCanOpen, whoCanOpen, why } from './effective.ts'
import { topDashboards, topPeople } from './top-effects.ts'

/** The rules as one would say them, without a thought for speed. Answers the reasons. */
function naiveReasons(state: State, userId: Id, dashboardId: Id): string[] {
  const user = state.users.get(userId)
  const dashboard = state.dashboards.get(dashboardId)
  if (!user || !dashboard || user.status === 'disabled') return []
  const reasons: string[] = []
  if (user.roles.includes('admin')) reasons.push('Admin')
  if (dashboard.ownerId === userId) reasons.push('Owner')
  for (const group of state.groups.values()) {
    const isAnalyst = user.roles.includes('admin') || user.roles.includes('analyst')
    const isIn = {
      custom: state.members.has(group.id, userId),
      'all-users': user.status === 'active',
      'all-analysts': user.status === 'active' && isAnalyst,
    }[group.kind]
    if (isIn && dashboard.published && state.shares.has(group.id, dashboardId)) reasons.push(group.id)
  }
  return reasons
}

const numbers = Array.from({ length: 8 }, (_, i) => i)
const userIds = numbers.map((number) => sampleId('user', number))
const dashboardIds = numbers.map((number) => sampleId('dashboard', number))

describe('effective access', () => {
  it('says of every user and dashboard what the rules say', () => {
    fc.assert(
      fc.property(anyImage, (image) => {
        const state = Replica.from(image)
        const openers = new Openers(state)
        for (const userId of userIds) {
          const opened = dashboardIds.filter((id) => naiveReasons(state, userId, id).length > 0)
          expect([...whatCanOpen(state, userId)].sort()).toEqual(opened)
        }
        for (const dashboardId of dashboardIds) {
          const people = userIds.filter((id) => naiveReasons(state, id, dashboardId).length > 0)
          expect([...whoCanOpen(state, dashboardId)].sort()).toEqual(people)
          expect(openers.count(dashboardId)).toBe(people.length)
          for (const userId of userIds) {
            const reasons = why(state, userId, dashboardId).map((path) =>
              path.by === 'group' ? path.groupId : path.by === 'role' ? 'Admin' : 'Owner',
            )
            expect(reasons.sort()).toEqual(naiveReasons(state, userId, dashboardId).sort())
            expect(canOpen(state, userId, dashboardId)).toBe(reasons.length > 0)
          }
        }
      }),
    )
  })
})

it('VW1 names reasons in the same order, however the state came about', () => {
  fc.assert(
    fc.property(anyImage, (image) => {
      const state = Replica.from(image)
      const turned = Replica.from({
        ...image,
        groups: image.groups.toReversed(),
        members: image.members.toReversed(),
        shares: image.shares.toReversed(),
      })
      for (const userId of userIds)
        for (const dashboardId of dashboardIds)
          expect(why(turned, userId, dashboardId)).toEqual(why(state, userId, dashboardId))
    }),
  )
})

describe('accessDiff', () => {
  it('finds exactly who gains, loses and keeps what', () => {
    fc.assert(
      fc.property(anyImage, someEdits, (image, more) => {
        const base = Replica.from(image)
        const next = base.fork()
        const diff = accessDiff(base, next, touchedBy(perform(next, more)))

        const pairs = userIds.flatMap((userId) =>
          dashboardIds.map((dashboardId) => {
            const before = naiveReasons(base, userId, dashboardId)
            const after = naiveReasons(next, userId, dashboardId)
            const isKept = after.length > 0 && before.some((reason) => !after.includes(reason))
            return { userId, dashboardId, before: before.length > 0, after: after.length > 0, isKept }
          }),
        )
        const gains = pairs.filter(({ before, after }) => !before && after)
        const loses = pairs.filter(({ before, after }) => before && !after)
        const keeps = pairs.filter(({ isKept }) => isKept)
        const distinct = (list: typeof pairs, of: 'userId' | 'dashboardId') =>
          new Set(list.map((pair) => pair[of])).size
        expect(diff.counts).toEqual({
          gainUsers: distinct(gains, 'userId'),
          gainDashboards: distinct(gains, 'dashboardId'),
          gainPairs: gains.length,
          loseUsers: distinct(loses, 'userId'),
          loseDashboards: distinct(loses, 'dashboardId'),
          losePairs: loses.length,
          users: distinct([...gains, ...loses], 'userId'),
        })

        const people = topPeople(base, next, diff, 200)
        expect(people.total).toBe(distinct([...gains, ...loses, ...keeps], 'userId'))
        for (const row of people.rows) {
          const ids = (list: typeof pairs) =>
            list.filter(({ userId }) => userId === row.id).map((p) => p.dashboardId)
          expect(row.gains.map(({ id }) => id).sort()).toEqual(ids(gains))
          expect(row.loses.map(({ id }) => id).sort()).toEqual(ids(loses))
          expect([row.gainCount, row.loseCount]).toEqual([row.gains.length, row.loses.length])
          expect(row.keepCount).toBe(ids(keeps).length)
        }
        const dashboards = topDashboards(base, next, diff, 200)
        expect(dashboards.total).toBe(distinct([...gains, ...loses, ...keeps], 'dashboardId'))
        for (const row of dashboards.rows) {
          const ids = (list: typeof pairs) =>
            list.filter((p) => p.dashboardId === row.id).map((p) => p.userId)
          expect(row.gains.map(({ id }) => id).sort()).toEqual(ids(gains))
          expect(row.loses.map(({ id }) => id).sort()).toEqual(ids(loses))
          expect(row.keepCount).toBe(ids(keeps).length)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('refuses to compare states of different replicas', () => {
    const states = [Replica.from(emptyImage()), Replica.from(emptyImage())] as const
    expect(() => accessDiff(...states, touchedBy([]))).toThrow(RangeError)
  })
})
