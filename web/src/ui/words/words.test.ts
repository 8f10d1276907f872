import { describe, expect, it } from 'vitest'
import { impactLine, readyLine } from './impact-line.ts'
import { reasonWords } from './reason-words.ts'

describe('the impact line', () => {
  const counts = { gainUsers: 0, gainDashboards: 0, loseUsers: 0, loseDashboards: 0 }
  it('says who gains and who loses', () => {
    expect(impactLine({ gainUsers: 4, gainDashboards: 12, loseUsers: 1, loseDashboards: 3 })).toBe(
      'Will give 4 people access to 12 dashboards; 1 person loses 3',
    )
  })
  it('says that nobody loses access', () => {
    expect(impactLine({ ...counts, gainUsers: 1, gainDashboards: 1 })).toBe(
      'Will give 1 person access to 1 dashboard; nobody loses access',
    )
  })
  it('says losses alone, and that nothing changes', () => {
    expect(impactLine({ ...counts, loseUsers: 48_216, loseDashboards: 2 })).toBe(
      '48,216 people lose 2 dashboards; nobody gains access',
    )
    expect(impactLine(counts)).toBe('Nobody gains or loses access')
  })
  it('counts what is ready and what is not', () => {
    expect(readyLine({ ready: 5, noop: 1, conflicts: 0 })).toBe('5 changes ready, 1 has nothing to do.')
    expect(readyLine({ ready: 1, noop: 2, conflicts: 3 })).toBe(
      '1 change ready, 2 have nothing to do, 3 in conflict.',
    )
  })
})

describe('reasons in words', () => {
  const now = Date.parse('2026-03-04T12:00:00Z')
  const context = { kind: 'membership', me: 'me', now } as const
  const tom = { id: 't', name: 'Tom Okafor' }
  const at = '2026-03-04T11:58:00Z'
  it('says who and when', () => {
    expect(reasonWords({ code: 'already-in', by: tom, at }, context)).toBe(
      'Already a member, added by Tom 2 min ago',
    )
    expect(
      reasonWords({ code: 'already-out', by: { id: 'me', name: 'Ana' }, at }, { ...context, kind: 'share' }),
    ).toBe('Not shared any more, removed by you 2 min ago')
  })
  it('leaves out what nobody remembers', () => {
    expect(reasonWords({ code: 'already-in' }, context)).toBe('Already a member')
    expect(reasonWords({ code: 'user-gone' }, context)).toBe('This person was removed from the organization')
  })
})
